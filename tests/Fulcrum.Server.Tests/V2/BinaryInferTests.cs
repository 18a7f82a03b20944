using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Text;

namespace Fulcrum.Server.Tests.V2;

public sealed class BinaryInferTests
{
    private static byte[] Bytes<T>(params T[] values) where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();

    private static byte[] Texts(params string[] texts) => [.. texts.SelectMany(t => { byte[] b = new byte[4]; BinaryPrimitives.WriteInt32LittleEndian(b, Encoding.UTF8.GetByteCount(t)); return b.Concat(Encoding.UTF8.GetBytes(t)); })];

    [Fact]
    public async Task Infer_ExtensionExample_IsAnswered()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "mymodel", V2Models.Example()));
        V2Answer answer = await site.Infer("mymodel", """
            {
              "model_name" : "mymodel",
              "inputs" : [
                { "name" : "input0", "shape" : [ 2, 2 ], "datatype" : "UINT32", "parameters" : { "binary_data_size" : 16 } },
                { "name" : "input1", "shape" : [ 3 ], "datatype" : "BOOL", "parameters" : { "binary_data_size" : 3 } }
              ],
              "outputs" : [ { "name" : "output0", "parameters" : { "binary_data" : true } } ]
            }
            """, [.. Bytes<uint>(1, 2, 3, 4), 1, 0, 1]);
        Assert.Equal(200, answer.Status);
        Assert.Equal("application/octet-stream", answer.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("""{"model_name":"mymodel","model_version":"1","outputs":[{"name":"output0","datatype":"FP32","shape":[3,2],"parameters":{"binary_data_size":24}}]}""", answer.Text);
        Assert.Equal(Bytes<float>(4, 6, 0, 0, 4, 6), answer.Binary);
        Assert.Equal(answer.JsonLength + 24, answer.Response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Infer_BinaryInTheOrderOfTheRequest_AndMixedWithJson()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "mymodel", V2Models.Example()));
        V2Answer swapped = await site.Infer("mymodel", """{"inputs":[{"name":"input1","shape":[3],"datatype":"BOOL","parameters":{"binary_data_size":3}},{"name":"input0","shape":[2,2],"datatype":"UINT32","parameters":{"binary_data_size":16}}]}""", [0, 1, 0, .. Bytes<uint>(1, 2, 3, 4)]);
        Assert.Equal("[0,0,4,6,0,0]", swapped.Data());
        V2Answer mixed = await site.Infer("mymodel", """{"inputs":[{"name":"input1","shape":[3],"datatype":"BOOL","parameters":{"binary_data_size":3}},{"name":"input0","shape":[2,2],"datatype":"UINT32","data":[[1,2],[3,4]]}]}""", [0, 1, 0]);
        Assert.Equal("[0,0,4,6,0,0]", mixed.Data());
    }

    [Fact]
    public async Task Infer_BinaryDataOutput_HoldsForOutputsThatSayNothing()
    {
        await using V2Site site = await V2Site.Scale();
        V2Answer answer = await site.Infer("scale", """{"parameters":{"binary_data_output":true},"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}],"outputs":[{"name":"y","parameters":{"binary_data":false}},{"name":"z"}]}""");
        Assert.Equal("[2,4,6,8]", answer.Data());
        Assert.Equal(16, answer.Output(1).GetProperty("parameters").GetProperty("binary_data_size").GetInt32());
        Assert.Equal(Bytes<float>(-1, -2, -3, -4), answer.Binary);
    }

    [Theory]
    [InlineData("BOOL", 1)]
    [InlineData("INT8", 1)]
    [InlineData("INT16", 2)]
    [InlineData("INT32", 4)]
    [InlineData("INT64", 8)]
    [InlineData("UINT8", 1)]
    [InlineData("UINT16", 2)]
    [InlineData("UINT32", 4)]
    [InlineData("UINT64", 8)]
    [InlineData("FP16", 2)]
    [InlineData("BF16", 2)]
    [InlineData("FP32", 4)]
    [InlineData("FP64", 8)]
    public async Task Infer_EveryDatatype_ComesBackBitForBit(string datatype, int width)
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "same", V2Models.Same(V2Models.Types[datatype])));
        byte[] data = [.. Enumerable.Range(0, 4 * width).Select(i => (byte)(datatype == "BOOL" ? i % 2 : ((i * 37) + 1) % 251))];
        for (int run = 0; run < 3; run++)
        {
            V2Answer answer = await site.Infer("same", $$"""{"parameters":{"binary_data_output":true},"inputs":[{"name":"x","shape":[2,2],"datatype":"{{datatype}}","parameters":{"binary_data_size":{{data.Length}} } }]}""", data);
            Assert.Equal(data, answer.Binary);
        }
    }

    [Fact]
    public async Task Infer_Texts_TravelBehindTheirLengths()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "same", V2Models.Same(ElementType.String)));
        byte[] data = Texts("", "ü\0x", "abc", "d");
        V2Answer answer = await site.Infer("same", $$"""{"parameters":{"binary_data_output":true},"inputs":[{"name":"x","shape":[2,2],"datatype":"BYTES","parameters":{"binary_data_size":{{data.Length}} } }]}""", data);
        Assert.Equal(data, answer.Binary);
        answer = await site.Infer("same", $$"""{"inputs":[{"name":"x","shape":[2,2],"datatype":"BYTES","parameters":{"binary_data_size":{{data.Length}} } }]}""", data);
        Assert.Equal("""["","ü\u0000x","abc","d"]""", answer.Data());
    }

    [Fact]
    public async Task Infer_RawBody_HasItsShapeFromItsLength()
    {
        await using V2Site site = await V2Site.Scale();
        V2Answer answer = await site.Raw("scale", Bytes<float>(1, 2, 3, 4, 5, 6, 7, 8));
        Assert.Equal(200, answer.Status);
        Assert.Equal("[2,4]", answer.Output().GetProperty("shape").GetRawText());
        Assert.Equal(Bytes<float>(2, 4, 6, 8, 10, 12, 14, 16, -1, -2, -3, -4, -5, -6, -7, -8), answer.Binary);
        V2Answer refused = await site.Raw("scale", Bytes<float>(1, 2, 3));
        Assert.Equal((400, "input 'x': 12 bytes are no whole number of 16."), (refused.Status, refused.Error));
    }

    [Fact]
    public async Task Infer_RawBodyOfText_IsOneTextWithoutItsLength()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "text", GraphText.Parse("""
            <ir_version: 8, opset_import: ["" : 16]>
            g (string[n] x) => (string[n] y) { y = Identity(x) }
            """)));
        V2Answer answer = await site.Raw("text", Encoding.UTF8.GetBytes("as it is"));
        Assert.Equal((200, "[1]"), (answer.Status, answer.Output().GetProperty("shape").GetRawText()));
        Assert.Equal(Texts("as it is"), answer.Binary);
    }

    [Fact]
    public async Task Infer_RawBodyOfAModelOfTwoInputs_IsRefused()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "mymodel", V2Models.Example()));
        V2Answer answer = await site.Raw("mymodel", [1, 2, 3]);
        Assert.Equal((400, "inputs: A raw request needs a model of one input; this one has 2."), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task Infer_LargeTensorsInChunks_AreRight()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "scale", V2Models.Scale(2, 150_528)));
        float[] values = [.. Enumerable.Range(0, 2 * 150_528).Select(i => i * 0.25f)];
        foreach (bool chunked in new[] { false, true, false })
        {
            V2Answer answer = await site.Infer("scale", $$"""{"inputs":[{"name":"x","shape":[2,150528],"datatype":"FP32","parameters":{"binary_data_size":{{values.Length * 4}} } }],"outputs":[{"name":"y","parameters":{"binary_data":true} } ] }""", Bytes(values), r => r.Headers.TransferEncodingChunked = chunked);
            Assert.Equal(Bytes([.. values.Select(v => v * 2)]), answer.Binary);
        }
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("100000")]
    [InlineData("99999999999999999999")]
    [InlineData("1.5")]
    public async Task Infer_HeaderLengthThatCannotBe_IsRefused(string length)
    {
        await using V2Site site = await V2Site.Scale();
        V2Answer answer = await site.Infer("scale", "{}", [], r => { r.Headers.Remove("Inference-Header-Content-Length"); r.Headers.TryAddWithoutValidation("Inference-Header-Content-Length", length); });
        Assert.Equal((400, "Inference-Header-Content-Length: It has to be a whole number of bytes within the body."), (answer.Status, answer.Error));
    }

    [Theory]
    [InlineData(15, "The body ends 1 bytes too early.")]
    [InlineData(17, "The body has more bytes than its tensors.")]
    [InlineData(0, "The body ends 16 bytes too early.")]
    public async Task Infer_BodyOfTheWrongLength_IsRefused(int bytes, string message)
    {
        await using V2Site site = await V2Site.Scale();
        foreach (bool chunked in new[] { false, true })
        {
            V2Answer answer = await site.Infer("scale", """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","parameters":{"binary_data_size":16}}]}""", new byte[bytes], r => r.Headers.TransferEncodingChunked = chunked);
            Assert.Equal((400, $"body: {message}"), (answer.Status, answer.Error));
        }
    }
}
