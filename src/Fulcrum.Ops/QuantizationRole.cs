namespace Fulcrum.Ops;

/// <summary>How an op takes part in a quantized graph.</summary>
public enum QuantizationRole
{
    /// <summary>Nothing is known: keep it float.</summary>
    Unknown,

    /// <summary>Works on its own scales: integer kernels exist for it (Conv, MatMul, Add).</summary>
    Compute,

    /// <summary>Moves or selects values: output and input share one scale (Reshape, MaxPool, Relu).</summary>
    PassThrough,

    /// <summary>Loses too much in 8 bits, or has no integer kernel: keep it float.</summary>
    KeepFloat,

    /// <summary>Works on indices, shapes, flags or text: nothing to quantize.</summary>
    NoReals,

    /// <summary>Float in, quantized out.</summary>
    Quantizes,

    /// <summary>Quantized in, float out.</summary>
    Dequantizes,

    /// <summary>Quantized in and out: the op is the integer form of another.</summary>
    Integer,
}
