namespace Fulcrum.Server.Models;

/// <summary>The use of a model: it stays alive until this is disposed, once.</summary>
internal readonly struct ModelLease(ModelState state) : IDisposable
{
    public ModelState State { get; } = state;

    public void Dispose() => State.Leases.Release();
}
