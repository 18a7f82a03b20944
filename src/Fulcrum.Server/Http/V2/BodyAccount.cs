using Fulcrum.Server.Batching;

namespace Fulcrum.Server.Http.V2;

/// <summary>How many bytes of one request the model's admission was told of.</summary>
internal sealed class BodyAccount
{
    private Admission _admission = null!;
    private long _bytes;
    private bool _isAdmitted;

    /// <summary>Takes a request of so many announced bytes in.</summary>
    /// <exception cref="Problems.InputException"><c>queue-full</c>.</exception>
    public void Enter(Admission admission, long announced)
    {
        admission.Enter(announced);
        (_admission, _bytes, _isAdmitted) = (admission, announced, false);
    }

    /// <summary>Takes more of it in.</summary>
    /// <exception cref="Problems.InputException"><c>queue-full</c>.</exception>
    public void Grow(long length)
    {
        _admission.Grow(length);
        _bytes += length;
    }

    /// <summary>The body is there.</summary>
    /// <exception cref="Problems.InputException"><c>queue-full</c>.</exception>
    public void Admit()
    {
        _admission.Admit();
        _isAdmitted = true;
    }

    public void Leave() => _admission.Leave(_bytes, _isAdmitted);
}
