using Fulcrum.Graphs;

namespace Fulcrum.Server.Tests.V2;

public sealed class JsonInferTests
{
    /// <summary>The specification's example, its BOOL data made as many as its shape says.</summary>
    [Fact]
    public async Task Infer_SpecificationExample_IsAnswered()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "mymodel", V2Models.Example()));
        V2Answer answer = await site.Infer("mymodel", """
            {
              "id" : "42",
              "inputs" : [
                { "name" : "input0", "shape" : [ 2, 2 ], "datatype" : "UINT32", "data" : [ 1, 2, 3, 4 ] },
                { "name" : "input1", "shape" : [ 3 ], "datatype" : "BOOL", "data" : [ true, false, true ] }
              ],
              "outputs" : [ { "name" : "output0" } ]
            }
            """);
        Assert.Equal(200, answer.Status);
        Assert.Equal("application/json", answer.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("""{"id":"42","model_name":"mymodel","model_version":"1","outputs":[{"name":"output0","datatype":"FP32","shape":[3,2],"data":[4,6,0,0,4,6]}]}""", answer.Text);
    }

    [Fact]
    public async Task Infer_SpecificationExampleAsItStands_HasTooFewValues()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "mymodel", V2Models.Example()));
        V2Answer answer = await site.Infer("mymodel", """{"inputs":[{"name":"input0","shape":[2,2],"datatype":"UINT32","data":[1,2,3,4]},{"name":"input1","shape":[3],"datatype":"BOOL","data":[true]}]}""");
        Assert.Equal((400, "input 'input1': The data have 1 values, the shape has 3."), (answer.Status, answer.Error));
    }

    [Theory]
    [InlineData("BOOL", "[true,false,false,true]")]
    [InlineData("INT8", "[-128,127,0,-1]")]
    [InlineData("INT16", "[-32768,32767,0,-1]")]
    [InlineData("INT32", "[-2147483648,2147483647,0,-1]")]
    [InlineData("INT64", "[-9223372036854775808,9223372036854775807,0,-1]")]
    [InlineData("UINT8", "[255,0,1,2]")]
    [InlineData("UINT16", "[65535,0,1,2]")]
    [InlineData("UINT32", "[4294967295,0,1,2]")]
    [InlineData("UINT64", "[18446744073709551615,0,1,2]")]
    [InlineData("FP32", "[3.4028235E+38,-1.5,0,1E-45]")]
    [InlineData("FP64", "[1.7976931348623157E+308,-1.5,0,5E-324]")]
    [InlineData("BYTES", """["","a\"b","ü","four"]""")]
    public async Task Infer_EveryDatatype_ComesBackAsItWent(string datatype, string data)
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "same", V2Models.Same(V2Models.Types[datatype])));
        for (int run = 0; run < 3; run++)
        {
            V2Answer answer = await site.Infer("same", $$"""{"inputs":[{"name":"x","shape":[2,2],"datatype":"{{datatype}}","data":{{data}}}]}""");
            Assert.Equal(200, answer.Status);
            Assert.Equal((datatype, data), (answer.Output().GetProperty("datatype").GetString(), answer.Data()));
        }
    }

    [Theory]
    [InlineData("[1,2,3,4,5,6,7,8]")]
    [InlineData("[[1,2,3,4],[5,6,7,8]]")]
    [InlineData("[[[1,2],[3,4]],[[5,6],[7,8]]]")]
    [InlineData(" [ [ 1 , 2.0 , 3e0 , 40E-1 ] ,\n[5,6,7,8]\t] ")]
    public async Task Infer_DataNestedOrFlat_AreReadRowByRow(string data)
    {
        await using V2Site site = await V2Site.Scale();
        V2Answer answer = await site.Infer("scale", $$"""{"inputs":[{"name":"x","shape":[2,4],"datatype":"FP32","data":{{data}}}]}""");
        Assert.Equal(("[2,4,6,8,10,12,14,16]", "[-1,-2,-3,-4,-5,-6,-7,-8]"), (answer.Data(), answer.Data(1)));
    }

    [Fact]
    public async Task Infer_MembersInAnyOrderAndStrangers_AreTaken()
    {
        await using V2Site site = await V2Site.Scale();
        V2Answer answer = await site.Infer("scale", """{"model_name":"other","extra":{"a":[1,{"b":2}]},"outputs":[{"name":"z"}],"inputs":[{"data":[1,2,3,4],"more":"]","datatype":"FP32","parameters":{"p":[1]},"shape":[1,4],"name":"\u0078"}],"id":"","parameters":{"sequence":3}}""");
        Assert.Equal("""{"id":"","model_name":"scale","model_version":"1","outputs":[{"name":"z","datatype":"FP32","shape":[1,4],"data":[-1,-2,-3,-4]}]}""", answer.Text);
    }

    [Fact]
    public async Task Infer_OutputsAskedFor_ComeInThatOrder()
    {
        await using V2Site site = await V2Site.Scale();
        V2Answer answer = await site.Infer("scale", """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}],"outputs":[{"name":"z"},{"name":"y"}]}""");
        Assert.Equal(["z", "y"], answer.Json.GetProperty("outputs").EnumerateArray().Select(o => o.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Infer_ValuesThatAreNoNumbers_AreWrittenAndReadBare()
    {
        await using V2Site site = await V2Site.Start(f =>
        {
            V2Models.Write(f, "log", V2Models.Log());
            V2Models.Write(f, "scale", V2Models.Scale(2));
        });
        V2Answer answer = await site.Infer("log", """{"inputs":[{"name":"x","shape":[4],"datatype":"FP32","data":[-1,0,1,Infinity]}]}""");
        Assert.EndsWith("\"data\":[NaN,-Infinity,0,Infinity]}]}", answer.Text);
        answer = await site.Infer("scale", """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[NaN,-Infinity,Inf,-Inf]}],"outputs":[{"name":"y"}]}""");
        Assert.EndsWith("\"data\":[NaN,-Infinity,Infinity,-Infinity]}]}", answer.Text);
    }

    [Fact]
    public async Task Infer_OutputsWhoseShapesVary_AreRight()
    {
        await using V2Site site = await V2Site.Start(f =>
        {
            V2Models.Write(f, "positions", V2Models.Positions());
            V2Models.Write(f, "liar", V2Models.Liar());
        });
        foreach ((string data, string expected, int found) in new[] { ("[0,1,0,2]", "[1,3]", 2), ("[0,0,0,5]", "[3]", 1), ("[0,0,0,0]", "[]", 0), ("[1,2,3,4]", "[0,1,2,3]", 4), ("[0,1,0,2]", "[1,3]", 2) })
        {
            V2Answer answer = await site.Infer("positions", $$"""{"inputs":[{"name":"x","shape":[4],"datatype":"FP32","data":{{data}}}]}""");
            Assert.Equal((expected, $"[1,{found}]"), (answer.Data(), answer.Output().GetProperty("shape").GetRawText()));
            answer = await site.Infer("liar", """{"inputs":[{"name":"x","shape":[4],"datatype":"FP32","data":[9,8,7,6]}]}""");
            Assert.Equal("[9,8]", answer.Data());
        }
    }

    [Fact]
    public async Task Infer_EmptyBatch_IsAnswered()
    {
        await using V2Site site = await V2Site.Scale();
        V2Answer answer = await site.Infer("scale", """{"inputs":[{"name":"x","shape":[0,4],"datatype":"FP32","data":[]}]}""");
        Assert.Equal((200, "[]", "[0,4]"), (answer.Status, answer.Data(), answer.Output().GetProperty("shape").GetRawText()));
    }

    [Fact]
    public async Task Infer_LargeJson_IsReadInPieces()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "scale", V2Models.Scale(2, 50_000)));
        string data = string.Join(",", Enumerable.Range(0, 100_000).Select(i => i * 0.5f));
        using var request = new HttpRequestMessage(HttpMethod.Post, "v2/models/scale/infer") { Content = new StringContent($$"""{"inputs":[{"name":"x","shape":[2,50000],"datatype":"FP32","data":[{{data}}]}],"outputs":[{"name":"y"}]}""") };
        request.Headers.TransferEncodingChunked = true;
        V2Answer answer = await V2Answer.Of(await site.Http.SendAsync(request));
        Assert.Equal(Enumerable.Range(0, 100_000).Select(i => (float)i), answer.Output().GetProperty("data").EnumerateArray().Select(v => v.GetSingle()));
    }
}
