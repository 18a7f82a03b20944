namespace Fulcrum.Protocol.Plans;

/// <summary>What a plan may claim; checked before anything is allocated for it.</summary>
public static class PlanLimits
{
    /// <summary>Bytes of plan.json.</summary>
    public const int ManifestBytes = 16 << 20;

    /// <summary>Tiers.</summary>
    public const int Tiers = 16;

    /// <summary>Segments of a tier.</summary>
    public const int Segments = 64;

    /// <summary>Upgrades of a segment.</summary>
    public const int Upgrades = 8;

    /// <summary>Tensors on a link, inputs, or outputs.</summary>
    public const int Tensors = 1024;

    /// <summary>Dimensions of a tensor.</summary>
    public const int Rank = 8;

    /// <summary>Bytes of all tensors of a link, and of all outputs, as they are.</summary>
    public const int LinkBytes = 1 << 29;

    /// <summary>Characters of a tensor's name.</summary>
    public const int NameLength = 4096;

    /// <summary>Characters of a tier's or model's name, or of a metric's.</summary>
    public const int TokenLength = 128;

    /// <summary>Predicted figures.</summary>
    public const int Figures = 1024;
}
