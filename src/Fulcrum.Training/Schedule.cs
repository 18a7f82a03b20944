namespace Fulcrum.Training;

/// <summary>How the learning rate moves over a training run, after the warm-up.</summary>
public enum Schedule
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It falls along half a cosine to zero (Loshchilov and Hutter 2017).</summary>
    Cosine,

    /// <summary>It falls along a straight line to zero.</summary>
    Linear,

    /// <summary>A tenth of it after half of the steps, a hundredth after three quarters (He et al. 2016).</summary>
    Step,
}
