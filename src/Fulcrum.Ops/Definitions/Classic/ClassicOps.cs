namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>The definitions of this folder, by name.</summary>
internal static class ClassicOps
{
    public static IReadOnlyList<OpDefinition> All { get; } =
    [
        new ArrayFeatureExtractorOp(),
        new BinarizerOp(),
        new CastMapOp(),
        new CategoryMapperOp(),
        new DictVectorizerOp(),
        new FeatureVectorizerOp(),
        new ImputerOp(),
        new LabelEncoderOp(),
        new LinearClassifierOp(),
        new LinearRegressorOp(),
        new NormalizerOp(),
        new OneHotEncoderOp(),
        new ScalerOp(),
        new SVMClassifierOp(),
        new SVMRegressorOp(),
        new TreeEnsembleClassifierOp(),
        new TreeEnsembleOp(),
        new TreeEnsembleRegressorOp(),
        new ZipMapOp(),
    ];
}
