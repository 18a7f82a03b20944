namespace Fulcrum.Operators.Benchmarks;

/// <summary>Something that answers a sample, timed.</summary>
internal interface IVariant : IDisposable
{
    /// <summary>Puts a sample where the next answer reads it; not timed.</summary>
    void Give(int sample);

    /// <summary>Answers it.</summary>
    void Answer();
}
