namespace Fulcrum.Onnx;

/// <summary>Where a written model keeps its tensors.</summary>
public enum ExternalData
{
    /// <summary>In the model file; in a file beside it when the model came that way or is over 2 GiB.</summary>
    Auto,

    /// <summary>In the model file.</summary>
    Embed,

    /// <summary>Tensors of 1 KiB and more in one file beside the model, named after it with <c>.data</c> appended.</summary>
    Beside,
}
