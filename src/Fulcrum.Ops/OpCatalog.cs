using Fulcrum.Graphs;
using Fulcrum.Ops.Definitions.Arithmetic;
using Fulcrum.Ops.Definitions.Control;
using Fulcrum.Ops.Definitions.Neural;
using Fulcrum.Ops.Definitions.Sequences;
using Fulcrum.Ops.Definitions.Tensors;
using Fulcrum.Ops.Definitions.Text;

namespace Fulcrum.Ops;

/// <summary>Every op that Fulcrum knows something about.</summary>
public static class OpCatalog
{
    private static readonly Dictionary<(string Domain, string OpType), OpDefinition> ByName;

    static OpCatalog() => ByName = All.ToDictionary(d => (d.Domain, d.OpType));

    /// <summary>The definitions, by name.</summary>
    public static IReadOnlyList<OpDefinition> All { get; } =
    [
        new AddOp(),
        new AffineGridOp(),
        new AffineOp(),
        new BernoulliOp(),
        new CastLikeOp(),
        new CastOp(),
        new CenterCropPadOp(),
        new Col2ImOp(),
        new CompressOp(),
        new ConcatFromSequenceOp(),
        new ConcatOp(),
        new ConstantOfShapeOp(),
        new ConstantOp(),
        new CropOp(),
        new DepthToSpaceOp(),
        new DivOp(),
        new DropoutOp(),
        new ExpandOp(),
        new ExpOp(),
        new EyeLikeOp(),
        new FlattenOp(),
        new GatherElementsOp(),
        new GatherNDOp(),
        new GatherOp(),
        new GemmOp(),
        new GridSampleOp(),
        new IdentityOp(),
        new IfOp(),
        new ImageDecoderOp(),
        new ImageScalerOp(),
        new LogOp(),
        new LogSoftmaxOp(),
        new LoopOp(),
        new MatMulOp(),
        new MaxRoiPoolOp(),
        new MulOp(),
        new MultinomialOp(),
        new NegOp(),
        new NonMaxSuppressionOp(),
        new NonZeroOp(),
        new OneHotOp(),
        new OptionalGetElementOp(),
        new OptionalHasElementOp(),
        new OptionalOp(),
        new PadOp(),
        new RandomNormalLikeOp(),
        new RandomNormalOp(),
        new RandomUniformLikeOp(),
        new RandomUniformOp(),
        new RangeOp(),
        new RegexFullMatchOp(),
        new ReluOp(),
        new ReshapeOp(),
        new ResizeOp(),
        new ReverseSequenceOp(),
        new RoiAlignOp(),
        new ScaleOp(),
        new ScanOp(),
        new ScatterElementsOp(),
        new ScatterNDOp(),
        new ScatterOp(),
        new SequenceAtOp(),
        new SequenceConstructOp(),
        new SequenceEmptyOp(),
        new SequenceEraseOp(),
        new SequenceInsertOp(),
        new SequenceLengthOp(),
        new SequenceMapOp(),
        new ShapeOp(),
        new SigmoidOp(),
        new SignOp(),
        new SizeOp(),
        new SliceOp(),
        new SoftmaxOp(),
        new SpaceToDepthOp(),
        new SplitOp(),
        new SplitToSequenceOp(),
        new SqrtOp(),
        new SqueezeOp(),
        new StringConcatOp(),
        new StringNormalizerOp(),
        new StringSplitOp(),
        new SubOp(),
        new TanhOp(),
        new TfIdfVectorizerOp(),
        new TileOp(),
        new TopKOp(),
        new TransposeOp(),
        new TriluOp(),
        new UniqueOp(),
        new UnsqueezeOp(),
        new UpsampleOp(),
        new WhereOp(),
    ];

    /// <summary>The definition of an op, or null when nothing is known about it.</summary>
    public static OpDefinition? Find(string domain, string opType) => ByName.GetValueOrDefault((OpsetImport.Canonical(domain), opType));

    /// <summary>The definition of a node's op, or null when nothing is known about it.</summary>
    public static OpDefinition? Find(Node node) => Find(node.Domain, node.OpType);
}
