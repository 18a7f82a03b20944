using Fulcrum.Graphs;
using Fulcrum.Problems;
using Fulcrum.Zoo.Architectures;
using Fulcrum.Zoo.Layers;

namespace Fulcrum.Zoo;

/// <summary>
/// The architectures of the deployment studies as models with seeded random weights, for work where only the shape matters (latency, memory,
/// cuts), or to train from. Batch normalisation is folded into the convolutions, as in the studies' ONNX exports, except where a study counted it.
/// </summary>
public static class ZooCatalog
{
    private static readonly Dictionary<string, ZooArchitecture> All = new ZooArchitecture[]
    {
        new Perceptron("mnist-mlp6", [784, 512, 256, 128, 64, 32, 10]), // QPART Fig. 4
        new PlainConvolutional("mnist-cnn", (1, 28), [[16], [32]], [64]),
        new PlainConvolutional("mnist-vgg", (1, 28), [[32, 32], [64, 64], [128, 128]], [256]),
        new PlainConvolutional("vgg-cifar10", (3, 32), [[64, 64], [128, 128], [256, 256], [512, 512], [512, 512]], [1024, 1024, 1024]),
        new ResidualClassifier("resnet18", new ResidualShape { Bottleneck = false, Stages = ResidualStage.Plain(2, 2, 2, 2) }),
        new ResidualClassifier("resnet34", new ResidualShape { Bottleneck = false, Stages = ResidualStage.Plain(3, 4, 6, 3) }),
        new ResidualClassifier("resnet50", new ResidualShape { Stages = ResidualStage.Plain(3, 4, 6, 3) }),
        new ResidualClassifier("resnext50-32x4d", new ResidualShape { Groups = 32, WidthPerGroup = 4, Stages = ResidualStage.Plain(3, 4, 6, 3) }, keepsNorms: true),
        new ResidualClassifier("resnext101-64x4d", new ResidualShape { Groups = 64, WidthPerGroup = 4, Stages = ResidualStage.Plain(3, 4, 23, 3) }),
        new ResidualClassifier("wide-resnet50-2", new ResidualShape { WidthPerGroup = 128, Stages = ResidualStage.Plain(3, 4, 6, 3) }, keepsNorms: true),
        new ResidualClassifier("wide-resnet101-2", new ResidualShape { WidthPerGroup = 128, Stages = ResidualStage.Plain(3, 4, 23, 3) }),
        new MobileNetV2("mobilenetv2"),
        new FullyConvolutionalSegmenter("fcn-resnet101"),
        new DenseUpsamplingSegmenter("duc-resnet101"),
        new Bert("bert-base", new EncoderShape { Layers = 12, Hidden = 768, Heads = 12, Vocabulary = 30522, TokenTypes = 2 }),
        new Bert("bert-small", new EncoderShape { Layers = 4, Hidden = 512, Heads = 8, Vocabulary = 30522, TokenTypes = 2 }),
        new Roberta("roberta-base", new EncoderShape { Layers = 12, Hidden = 768, Heads = 12, Vocabulary = 50265 }),
        new Roberta("roberta-tiny", new EncoderShape { Layers = 4, Hidden = 512, Heads = 8, Vocabulary = 28996 }),
    }.ToDictionary(a => a.Name);

    /// <summary>The names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Keys];

    /// <summary>Those of them that are small enough to be trained from nothing.</summary>
    public static IReadOnlyList<string> Trainable { get; } = [.. All.Values.Where(a => a.IsTrainable).Select(a => a.Name)];

    /// <summary>
    /// A model with random weights; the same name and seed give the same bytes. Image nets map <c>input</c> [batch, 3, height, width]
    /// (perceptrons: [batch, pixels]) to <c>logits</c> [batch, classes], segmenters to <c>logits</c> [batch, classes, height, width]; text nets map
    /// <c>input_ids</c>, <c>attention_mask</c> and, for BERT, <c>token_type_ids</c>, all int64 [batch, sequence] with at most 512 positions,
    /// to <c>logits</c> [batch, 2].
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <exception cref="InputException"><c>zoo-unknown</c>.</exception>
    public static Model Create(string name, int seed) => All.TryGetValue(name, out ZooArchitecture? architecture)
        ? architecture.Create(seed)
        : throw new InputException("zoo-unknown", name, "There is no architecture of that name.", $"Known: {string.Join(", ", Names)}.");
}
