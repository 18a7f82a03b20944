namespace Fulcrum.Ops.Families;

/// <summary>Op domains other than ONNX's own.</summary>
internal static class Domains
{
    /// <summary>ONNX's classic machine learning.</summary>
    public const string MachineLearning = "ai.onnx.ml";

    /// <summary>ONNX Runtime's own ops.</summary>
    public const string Microsoft = "com.microsoft";

    /// <summary>ONNX Runtime's channels-last forms, in models it saved after optimising them.</summary>
    public const string InternalNhwc = "com.ms.internal.nhwc";

    /// <summary>ONNX Runtime's channel-blocked forms, in models it saved after optimising them.</summary>
    public const string Nchwc = "com.microsoft.nchwc";

    /// <summary>Fulcrum's own ops, each a function that models carry along.</summary>
    public const string Fulcrum = "ai.fulcrum";
}
