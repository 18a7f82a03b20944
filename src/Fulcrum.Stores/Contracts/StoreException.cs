namespace Fulcrum.Stores.Contracts;

/// <summary>The store cannot be reached, or fails: not the caller's mistake, and gone later perhaps.</summary>
/// <param name="store">Where it is, without secrets.</param>
/// <param name="reason">In a few words.</param>
/// <param name="inner">The failure behind it.</param>
public sealed class StoreException(string store, string reason, Exception? inner = null) : Exception($"the store {store} cannot be used: {reason.ReplaceLineEndings(" ")}", inner);
