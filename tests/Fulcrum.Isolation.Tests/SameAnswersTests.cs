using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Onnx;
using Fulcrum.Runtime;
using Fulcrum.Server.Tests.V2;

namespace Fulcrum.Isolation.Tests;

/// <summary>What comes out of a worker is what comes out of this process, to the bit.</summary>
public sealed class SameAnswersTests
{
    [Theory]
    [InlineData("mlperf_tiny_resnet8_cifar10_fp32.onnx")]
    [InlineData("mlperf_tiny_kws_dscnn_int8_qdq.onnx")]
    [InlineData("mobilenet_v1_0.25_128_imagenet_dequant_fp32.onnx")]
    [InlineData("cntk_mnist.onnx")]
    public void Run_RealModel_EqualsThisProcess(string file)
    {
        Model model = OnnxFile.Read(Work.Shared(file));
        using var plain = new OnnxRuntimeRunner(1).Load(model);
        var runner = new IsolatedRunner("m", Work.Quick);
        using ILoadedModel isolated = runner.Load(model);
        Assert.Equal(plain.Inputs.Select(i => (i.Name, i.Tensor!.ToString())), isolated.Inputs.Select(i => (i.Name, i.Tensor!.ToString())));
        Assert.Equal(plain.Outputs.Select(i => (i.Name, i.Tensor!.ToString())), isolated.Outputs.Select(i => (i.Name, i.Tensor!.ToString())));
        foreach (long batch in (long[])[1, 3])
        {
            Tensor[] inputs = Inputs(plain, batch);
            if (batch > 1 && plain.Inputs[0].Tensor!.Shape![0].Size is not null)
                break;
            IReadOnlyList<Tensor> expected = plain.Run(inputs);
            Same(expected, isolated.Run(inputs));
            Same(expected, RunBound(runner, isolated, inputs, expected));
        }
    }

    [Fact]
    public void Run_TextOfAnyLength_EqualsThisProcess()
    {
        Model model = V2Models.Same(ElementType.String);
        using var plain = new OnnxRuntimeRunner(1).Load(model);
        using ILoadedModel isolated = new IsolatedRunner("m", Work.Quick).Load(model);
        var random = new Random(1);
        foreach (int longest in (int[])[0, 10, 100_000])
        {
            ReadOnlyMemory<byte>[] texts = [.. Enumerable.Range(0, 8).Select(_ => (ReadOnlyMemory<byte>)Enumerable.Range(0, random.Next(longest + 1)).Select(_ => (byte)random.Next(1, 128)).ToArray())];
            var input = new Tensor { Name = "x", Element = ElementType.String, Shape = [4, 2], Strings = texts };
            Assert.Equal(plain.Run([input])[0].Strings!.Select(t => t.ToArray()), isolated.Run([input])[0].Strings!.Select(t => t.ToArray()));
        }
    }

    [Fact]
    public void Run_OutputsWhoseShapesTheValuesDecide_EqualsThisProcess()
    {
        Model model = V2Models.Positions();
        using var plain = new OnnxRuntimeRunner(1).Load(model);
        using ILoadedModel isolated = new IsolatedRunner("m", Work.Quick).Load(model);
        foreach (int count in (int[])[0, 1, 100, 100_000])
        {
            Tensor input = Tensor.From<float>("x", [count], [.. Enumerable.Range(0, count).Select(i => i % 3f)]);
            Same(plain.Run([input]), isolated.Run([input]));
        }
    }

    [Fact]
    public async Task Run_FromManyThreads_EachGetsItsOwnAnswer()
    {
        var runner = new IsolatedRunner("m", Work.Quick);
        using ILoadedModel isolated = runner.Load(V2Models.Scale(3));
        await Task.WhenAll(Enumerable.Range(1, 20).Select(n => Task.Run(() =>
        {
            using ITensorBuffer input = runner.Allocate(ElementType.Float, n, 4), y = runner.Allocate(ElementType.Float, n, 4), z = runner.Allocate(ElementType.Float, n, 4);
            using IBoundRun run = isolated.Bind(new Dictionary<string, ITensorBuffer> { ["x"] = input }, new Dictionary<string, ITensorBuffer> { ["y"] = y, ["z"] = z });
            for (int i = 0; i < 20; i++)
            {
                input.Span<float>().Fill((100 * n) + i);
                run.Run();
                Assert.All(y.Span<float>().ToArray(), v => Assert.Equal(3f * ((100 * n) + i), v));
                Assert.All(z.Span<float>().ToArray(), v => Assert.Equal(-((100f * n) + i), v));
            }
        }, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void Run_ValuesThatTheModelCannotTake_IsRefusedAndTheWorkerGoesOn()
    {
        using ILoadedModel isolated = new IsolatedRunner("m", Work.Quick).Load(V2Models.Lookup());
        int process = isolated.Pid();
        Assert.Equal("run-failed", Work.CodeOf(() => isolated.Run([Tensor.From<long>("x", [1, 1], [99L])])));
        Assert.Equal([30f], isolated.Run([Tensor.From<long>("x", [1, 1], [3L])])[0].Values<float>().ToArray());
        Assert.Equal(process, isolated.Pid());
    }

    private static Tensor[] Inputs(ILoadedModel model, long batch) => [.. model.Inputs.Select(i =>
    {
        long[] shape = [.. i.Tensor!.Shape!.Select((d, at) => d.Size ?? (at == 0 ? batch : 1))];
        byte[] bytes = new byte[i.Tensor.Element.ByteCount(shape.Aggregate(1L, (n, s) => n * s))];
        new Random(7).NextBytes(bytes);
        if (i.Tensor.Element == ElementType.Float)
            System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes.AsSpan()).Fill(0.25f * batch);
        return new Tensor { Name = i.Name, Element = i.Tensor.Element, Shape = shape, Bytes = bytes };
    })];

    private static IReadOnlyList<Tensor> RunBound(IModelRunner runner, ILoadedModel model, Tensor[] inputs, IReadOnlyList<Tensor> like)
    {
        Dictionary<string, ITensorBuffer> into = inputs.ToDictionary(t => t.Name, t => runner.Allocate(t.Element, [.. t.Shape])), from = like.ToDictionary(t => t.Name, t => runner.Allocate(t.Element, [.. t.Shape]));
        foreach (Tensor input in inputs)
            input.Bytes.Span.CopyTo(into[input.Name].Bytes);
        using (IBoundRun run = model.Bind(into, from))
            run.Run();
        Tensor[] made = [.. like.Select(t => t with { Bytes = from[t.Name].Bytes.ToArray() })];
        foreach (ITensorBuffer buffer in into.Values.Concat(from.Values))
            buffer.Dispose();
        return made;
    }

    private static void Same(IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> actual)
    {
        Assert.Equal(expected.Select(t => t.Name), actual.Select(t => t.Name));
        foreach ((Tensor a, Tensor b) in expected.Zip(actual))
        {
            Assert.Equal((a.Element, string.Join(',', a.Shape)), (b.Element, string.Join(',', b.Shape)));
            Assert.Equal(a.Bytes.ToArray(), b.Bytes.ToArray());
        }
    }
}
