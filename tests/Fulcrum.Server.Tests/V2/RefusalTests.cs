using System.Net;
using System.Text;
using Fulcrum.Graphs;

namespace Fulcrum.Server.Tests.V2;

public sealed class RefusalTests
{
    private const string Good = "\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,3,4]";

    [Theory]
    [InlineData("", "does not contain any JSON tokens")]
    [InlineData("[]", "The request has to be an object.")]
    [InlineData("{", "Expected depth to be zero")]
    [InlineData("{}", "The request has no inputs.")]
    [InlineData("{\"inputs\":{}}", "The inputs have to be an array.")]
    [InlineData("{\"inputs\":[]}", "input 'x': It is not given.")]
    [InlineData("{\"inputs\":[1]}", "An input has to be an object.")]
    [InlineData("{\"inputs\":[{}]}", "An input has no name.")]
    [InlineData("{\"inputs\":[{" + Good + "}]}x", "invalid")]
    [InlineData("{\"inputs\":[{" + Good + "}]}{}", "invalid")]
    [InlineData("{\"id\":5,\"inputs\":[{" + Good + "}]}", "The id has to be a text.")]
    [InlineData("{\"inputs\":[{" + Good + "},{" + Good + "}]}", "input 'x': It is given twice.")]
    [InlineData("{\"inputs\":[{" + Good + "},{\"name\":\"w\"}]}", "input 'w': The model has no such input.")]
    [InlineData("{\"inputs\":[{" + Good + "}],\"outputs\":[{\"name\":\"y\"},{\"name\":\"y\"}]}", "output 'y': It is asked for twice.")]
    [InlineData("{\"inputs\":[{" + Good + "}],\"outputs\":[{\"name\":\"w\"}]}", "output 'w': The model has no such output.")]
    [InlineData("{\"inputs\":[{" + Good + "}],\"outputs\":[{\"name\":\"y\",\"parameters\":{\"classification\":3}}]}", "Classification is not served here.")]
    [InlineData("{\"inputs\":[{" + Good + "}],\"outputs\":[{\"name\":\"y\",\"parameters\":{\"shared_memory_region\":\"r\"}}]}", "Shared memory is not served here.")]
    [InlineData("{\"inputs\":[{" + Good + "}],\"parameters\":{\"timeout\":-1}}", "The parameter 'timeout' has to be a whole number from 0.")]
    [InlineData("{\"inputs\":[{" + Good + "}],\"parameters\":{\"binary_data_output\":1}}", "The parameter 'binary_data_output' has to be true or false.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP32\"}]}", "input 'x': It has no data.")]
    [InlineData("{\"inputs\":[{" + Good + ",\"parameters\":{\"binary_data_size\":16}}]}", "input 'x': It has both JSON data and binary data.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,5],\"datatype\":\"FP32\",\"data\":[1]}]}", "input 'x': The shape is [1,5], the model takes [-1,4].")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[4],\"datatype\":\"FP32\",\"data\":[1]}]}", "input 'x': The shape is [4], the model takes [-1,4].")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[-1,4],\"datatype\":\"FP32\",\"data\":[1]}]}", "A shape has to hold whole numbers from 0.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[9223372036854775807,4],\"datatype\":\"FP32\",\"data\":[1]}]}", "The shape has more elements than can be served.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[100000000,4],\"datatype\":\"FP32\",\"data\":[1]}]}", "The data have fewer values than the shape's 400000000.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"data\":[1]}]}", "input 'x': The shape is missing.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP64\",\"data\":[1,2,3,4]}]}", "input 'x': The datatype is FP64, the model takes FP32.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP99\",\"data\":[1,2,3,4]}]}", "The datatype is missing or unknown; the model takes FP32.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":5}]}", "Tensor data have to be an array.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,3,4", "An array of tensor data does not end.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[\"1,2", "A text of tensor data does not end.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,3]}]}", "input 'x': The data have 3 values, the shape has 4.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,3,4,5]}]}", "input 'x': The data have 5 values, the shape has 4.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,3,\"4\"]}]}", "input 'x': Value 3 is not a number that fits FP32.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,3,null]}]}", "input 'x': Value 3 is not a number that fits FP32.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,3,1e99]}]}", "input 'x': Value 3 is not a number that fits FP32.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,3,01]}]}", "input 'x': Value 3 is not a number that fits FP32.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,3,+1]}]}", "input 'x': Value 3 is not a number that fits FP32.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,,4]}]}", "input 'x': The data are no array of values after value 2.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,3 4]}]}", "input 'x': The data are no array of values after value 3.")]
    [InlineData("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,3,4,]}]}", "input 'x': The data are no array of values after value 4.")]
    public async Task Infer_BadJson_NamesWhatIsWrong(string body, string message)
    {
        await using V2Site site = await V2Site.Scale();
        V2Answer answer = await site.Infer("scale", body);
        Assert.Equal(400, answer.Status);
        Assert.Contains(message, answer.Error);
        Assert.DoesNotContain("   at ", answer.Text);
        Assert.Equal(200, (await site.Infer("scale", "{\"inputs\":[{" + Good + "}]}")).Status);
    }

    [Fact]
    public async Task Infer_SeveralMistakes_AreAllNamed()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "mymodel", V2Models.Example()));
        string error = (await site.Infer("mymodel", """{"inputs":[{"name":"input0","shape":[3,2],"datatype":"INT32","data":[1]},{"name":"w"}],"outputs":[{"name":"v"}]}""")).Error;
        foreach (string part in new[] { "input 'w'", "output 'v'", "The datatype is INT32, the model takes UINT32.", "The shape is [3,2], the model takes [2,2].", "input 'input1': It is not given." })
            Assert.Contains(part, error);
    }

    [Theory]
    [InlineData("UINT8", "256")]
    [InlineData("UINT8", "-1")]
    [InlineData("INT8", "128")]
    [InlineData("INT32", "1.0")]
    [InlineData("INT32", "1e2")]
    [InlineData("INT64", "9223372036854775808")]
    [InlineData("UINT64", "NaN")]
    [InlineData("BOOL", "2")]
    [InlineData("BOOL", "truth")]
    [InlineData("FP64", "1e999")]
    [InlineData("BYTES", "5")]
    public async Task Infer_ValueOutsideItsType_IsRefused(string datatype, string value)
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "same", V2Models.Same(V2Models.Types[datatype])));
        V2Answer answer = await site.Infer("same", $$"""{"inputs":[{"name":"x","shape":[1,2],"datatype":"{{datatype}}","data":[{{value}},{{value}}]}]}""");
        Assert.Equal(400, answer.Status);
        Assert.StartsWith("input 'x': ", answer.Error);
    }

    [Theory]
    [InlineData("FP16")]
    [InlineData("BF16")]
    public async Task Infer_HalfPrecisionAsJson_IsRefused(string datatype)
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "same", V2Models.Same(V2Models.Types[datatype])));
        V2Answer answer = await site.Infer("same", $$"""{"inputs":[{"name":"x","shape":[1,2],"datatype":"{{datatype}}","data":[1,2]}]}""");
        Assert.Equal(400, answer.Status);
        Assert.Equal($"input 'x': {datatype} travels as binary data only.; output 'y': {datatype} travels as binary data only: ask for it with binary_data.", answer.Error);
    }

    [Fact]
    public async Task Infer_NestedTooDeep_IsRefused()
    {
        await using V2Site site = await V2Site.Scale();
        foreach (string deep in new[] { $"{{\"inputs\":[{{\"data\":{new string('[', 200)}1{new string(']', 200)}}}]}}", $"{{\"a\":{new string('[', 200)}{new string(']', 200)}}}" })
        {
            V2Answer answer = await site.Infer("scale", deep);
            Assert.Equal(400, answer.Status);
        }
    }

    [Fact]
    public async Task Infer_FloodOfTensorsOrDimensions_IsRefusedBriefly()
    {
        await using V2Site site = await V2Site.Scale();
        string strangers = string.Join(",", Enumerable.Repeat("{\"name\":\"w\"}", 5000)), sizes = string.Join(",", Enumerable.Repeat("1", 5000));
        foreach (string body in new[] { $"{{\"inputs\":[{strangers}]}}", $"{{\"inputs\":[],\"outputs\":[{strangers}]}}", $"{{\"inputs\":[{{\"name\":\"x\",\"shape\":[{sizes}]}}]}}", $"{{\"inputs\":[{string.Join(",", Enumerable.Repeat("{\"name\":\"w\"}", 100))}]}}" })
        {
            V2Answer answer = await site.Infer("scale", body);
            Assert.Equal(400, answer.Status);
            Assert.True(answer.Body.Length < 4000);
        }
    }

    [Fact]
    public async Task Infer_RuntimeFailure_TellsNothingOfTheInsides()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "lookup", V2Models.Lookup()));
        for (int i = 0; i < 2; i++)
        {
            V2Answer answer = await site.Infer("lookup", """{"inputs":[{"name":"x","shape":[1,1],"datatype":"INT64","data":[99]}]}""");
            Assert.Equal((400, "The model cannot run on these inputs."), (answer.Status, answer.Error));
            Assert.Equal("[30]", (await site.Infer("lookup", """{"inputs":[{"name":"x","shape":[1,1],"datatype":"INT64","data":[3]}]}""")).Data());
        }
    }

    [Theory]
    [InlineData("""{"\ud800":1,"inputs":[]}""")]
    [InlineData("""{"id":"\udc00"}""")]
    [InlineData("""{"inputs":[{"name":"\ud800x"}]}""")]
    public async Task Infer_TextsThatAreNoUnicode_AreTheClientsFault(string json)
    {
        await using V2Site site = await V2Site.Scale();
        using HttpResponseMessage response = await site.Http.PostAsync("v2/models/scale/infer", new StringContent(json));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Infer_BodyTooLarge_Is413()
    {
        await using V2Site site = await V2Site.Scale(o => o with { Limits = new Fulcrum.Server.Hosting.ServerLimits { BodyBytes = 1000 } });
        foreach (bool chunked in new[] { false, true })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "v2/models/scale/infer") { Content = new StringContent(new string(' ', 2000)) };
            request.Headers.TransferEncodingChunked = chunked;
            V2Answer answer = await V2Answer.Of(await site.Http.SendAsync(request));
            Assert.Equal(413, answer.Status);
            Assert.Contains("1000", answer.Error);
        }
    }

    [Fact]
    public async Task Infer_CompressedBody_Is415()
    {
        await using V2Site site = await V2Site.Scale();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}"));
        content.Headers.ContentEncoding.Add("gzip");
        V2Answer answer = await V2Answer.Of(await site.Http.PostAsync("v2/models/scale/infer", content));
        Assert.Equal((int)HttpStatusCode.UnsupportedMediaType, answer.Status);
        Assert.Contains("error", answer.Text);
    }

    [Fact]
    public async Task Infer_BatchOverTheModelsLimit_IsRefused()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "scale", V2Models.Scale(2), 1, "max_batch_size: 2"));
        V2Answer answer = await site.Infer("scale", """{"inputs":[{"name":"x","shape":[3,4],"datatype":"FP32","data":[1,2,3,4,1,2,3,4,1,2,3,4]}]}""");
        Assert.Equal((400, "inputs: The batch has 3 samples, the model takes 2."), (answer.Status, answer.Error));
    }

    [Fact]
    public void Text_OfAllDatatypes_HasATest() => Assert.Equal(14, V2Models.Types.Values.Distinct().Count(t => t != ElementType.Undefined));
}
