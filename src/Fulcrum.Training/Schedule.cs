namespace Fulcrum.Training;

/// <summary>How the learning rate moves over a training run.</summary>
public enum Schedule
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It falls along half a cosine to zero (Loshchilov and Hutter 2017).</summary>
    Cosine,
}
