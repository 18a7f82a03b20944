namespace Fulcrum.Isolation.Wire;

/// <summary>The other side says what it cannot say.</summary>
/// <param name="message">What, in one sentence.</param>
internal sealed class RubbishException(string message) : Exception(message);
