using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.FineTuning;
using Fulcrum.Operators.Qat;
using Fulcrum.Operators.Sptq;
using Fulcrum.Problems;
using static Fulcrum.Operators.Tests.QuantizationNets;

namespace Fulcrum.Operators.Tests;

public sealed class QatTests
{
    private static readonly QatOptions Low = new(new SptqOptions { WeightBits = 3 }, new FineTuneOptions { Epochs = 20, BatchSize = 16, LearningRate = 0.003 });

    /// <summary>A net of four classes that are about as frequent.</summary>
    private static readonly Model Classifier = Centred(Net());

    private static readonly Lazy<QatResult> Once = new(() => new QatOperator(Context()).Apply(Classifier!, Low));

    private static readonly int[] Classes = ClassesOf(Classifier);

    [Fact]
    public void Apply_ThreeBits_IsNearerToTheOriginalThanSptq()
    {
        QatResult result = Trained();
        Assert.True(result.After > result.Before + 0.02, $"{result.Before} before, {result.After} after");
        Assert.NotEqual(Onnx.OnnxFile.Serialize(result.Start), Onnx.OnnxFile.Serialize(result.Model));
        Assert.Equal(result.After, Right(result.Model), 1e-9);
    }

    [Fact]
    public void Apply_TrainedNet_SimulatorComputesAsTheIntegerModel()
    {
        QatResult result = Trained();
        Assert.InRange(result.Agreement.Share, 0.99, 1);
        Assert.InRange(result.Agreement.Largest, 1e-7, 0.2);
        Assert.Equal(128, result.Agreement.Samples);
        Assert.Contains(result.Simulator.Graph.Nodes, n => n.OpType == "FakeQuantize");
    }

    [Fact]
    public void Apply_RateOfNothing_StaysWhatSptqMakes()
    {
        QatResult result = new QatOperator(Context()).Apply(Classifier, Low with { Training = new FineTuneOptions { Epochs = 1, BatchSize = 64, LearningRate = 1e-9, WeightDecay = 0 } });
        Assert.Equal(result.Before, result.After);
        Assert.InRange(Error(result.Start, result.Simulator), 0, 1e-5);
    }

    [Fact]
    public void Apply_Trained_WritesTheGraphOfSptq()
    {
        Model expected = Quantize(Classifier, Low.Quantization).Model, written = Trained().Model;
        Assert.Equal(expected.Graph.Nodes.Select(Described), written.Graph.Nodes.Select(Described));
        Assert.Equal(expected.Graph.Initializers.Select(Described), written.Graph.Initializers.Select(Described));
        Assert.Equal(expected.Opsets, written.Opsets);
        Assert.Equal(expected.IrVersion, written.IrVersion);
        Assert.Empty(written.Functions);
        Assert.Equal(Bytes(expected, "zero"), Bytes(written, "zero"));
        Assert.NotEqual(Bytes(expected, "g1r/scale"), Bytes(written, "g1r/scale"));
        Assert.NotEqual(Bytes(expected, "w2/scale"), Bytes(written, "w2/scale"));
        Assert.NotEqual(Bytes(expected, "c3w/quantized"), Bytes(written, "c3w/quantized"));
        Assert.NotEqual(Bytes(expected, "bias/quantized"), Bytes(written, "bias/quantized"));
    }

    [Fact]
    public void Apply_Twice_GivesTheSameBytes()
    {
        QatOptions options = Low with { Training = Low.Training with { Epochs = 2 } };
        byte[][] twice = [.. Enumerable.Range(0, 2).Select(_ => Onnx.OnnxFile.Serialize(new QatOperator(Context()).Apply(Classifier, options).Model))];
        Assert.Equal(twice[0], twice[1]);
    }

    [Fact]
    public void Apply_PrunedWeights_StayZero()
    {
        Tensor whole = Classifier.Graph.Initializers.Single(t => t.Name == "w1");
        float[] values = [.. whole.Values<float>().ToArray().Select((v, i) => i % 3 == 0 ? 0 : v)];
        Model pruned = Subgraph.ReplaceInitializers(Classifier, new Dictionary<string, Tensor> { ["w1"] = Tensor.From<float>("w1", whole.Shape, values) });
        QatResult result = new QatOperator(Context()).Apply(pruned, Low with { Training = Low.Training with { Epochs = 3 } });
        sbyte[] codes = result.Model.Graph.Initializers.Single(t => t.Name == "w1/quantized").Values<sbyte>().ToArray();
        Assert.All(Enumerable.Range(0, codes.Length).Where(i => i % 3 == 0), i => Assert.Equal(0, codes[i]));
        Assert.Contains(codes, c => c != 0);
    }

    [Fact]
    public void Apply_TrainingOnWrongLabels_KeepsTheStart()
    {
        int[] wrong = [.. Classes.Select(c => (c + 1) % 4)];
        QatResult result = new QatOperator(Context(wrong)).Apply(Classifier, Low with { Training = Low.Training with { Teacher = 0 } });
        Assert.True(result.After < result.Before);
        Assert.Same(result.Start, result.Model);
        Assert.Contains("sptq's weights kept", result.Notes[0]);
    }

    [Theory]
    [InlineData("sptq(samples=16) | qat(epochs=1)")]
    [InlineData("partition | qat")]
    public void Parse_AfterWhatItCannotFollow_SaysWhyNot(string composition) =>
        Assert.Equal("operator-order", Assert.Throws<InputException>(() => OperatorPipeline.Parse(composition).Apply(Artefact.Of(Classifier), Context())).Problems[0].Code);

    [Fact]
    public void Parse_QatAndPartition_CutsTheTrainedModelOnAQuantizedTensor()
    {
        Artefact result = OperatorPipeline.Parse("qat(bits=4, epochs=1, batch=64, per-channel=no, optimizer=adam) | partition").Apply(Artefact.Of(Classifier), Context());
        Assert.Equal(2, result.Segments.Count);
        Assert.Equal(ElementType.UInt8, result.Segments[1].Graph.Inputs[0].Tensor!.Element);
        Assert.NotNull(result.Fusion);
        Assert.Equal(4, result.Notes.Count);
    }

    [Fact]
    public void Agreement_OfDifferentModels_CountsSamplesAndDifferences()
    {
        Tensor bias = Classifier.Graph.Initializers.Single(t => t.Name == "b2");
        float[] moved = bias.Values<float>().ToArray();
        moved[2] += 100;
        Model other = Subgraph.ReplaceInitializers(Classifier, new Dictionary<string, Tensor> { ["b2"] = Tensor.From<float>("b2", bias.Shape, moved) });
        Agreement agreement = Agreement.Between(Runner, Classifier, other, Samples);
        Assert.Equal(Classes.Count(c => c == 2) / 128.0, agreement.Share);
        Assert.Equal(100, agreement.Largest, 1e-3);
    }

    private static QatResult Trained() => Once.Value;

    private static OperatorContext Context(int[]? training = null)
    {
        DatasetSplit Labelled(int[] labels) => new("made", 64, Enumerable.Range(0, 128).SelectMany(i => Samples.Stored(i).ToArray()).ToArray(), labels);
        DatasetSplit right = Labelled(Classes);
        return new OperatorContext { Runner = Runner, Data = new Dataset("made", [1, 8, 8], 4, Labelled(training ?? Classes), right, right) };
    }

    private static double Right(Model model) => ClassesOf(model).Zip(Classes).Count(p => p.First == p.Second) / 128.0;

    private static int[] ClassesOf(Model model) => [.. Run(model, 128).Chunk(4).Select(y => Array.IndexOf(y, y.Max()))];

    private static Model Centred(Model net)
    {
        float[][] outputs = [.. Run(net, 128).Chunk(4)];
        Tensor bias = net.Graph.Initializers.Single(t => t.Name == "b2");
        float[] moved = [.. bias.Values<float>().ToArray().Select((b, c) => b - outputs.Average(y => y[c]))];
        return Subgraph.ReplaceInitializers(net, new Dictionary<string, Tensor> { ["b2"] = Tensor.From<float>("b2", bias.Shape, moved) });
    }

    private static string Described(Node node) => $"{node.Name} {node.OpType}({string.Join(',', node.Inputs)}) -> {string.Join(',', node.Outputs)} [{string.Join(',', node.Attributes.Select(a => a.Name))}]";

    private static string Described(Tensor tensor) => $"{tensor.Name} {tensor.Element}[{string.Join(',', tensor.Shape)}]";

    private static byte[] Bytes(Model model, string ending) => [.. model.Graph.Initializers.Where(t => t.Name.EndsWith(ending, StringComparison.Ordinal)).SelectMany(t => t.Bytes.ToArray())];
}
