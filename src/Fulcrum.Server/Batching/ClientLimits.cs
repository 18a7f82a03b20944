using System.Collections.Concurrent;
using Fulcrum.Problems;

namespace Fulcrum.Server.Batching;

/// <summary>Lets each client have so many requests in the server at once.</summary>
/// <param name="most">How many; 0 sets no limit.</param>
internal sealed class ClientLimits(int most)
{
    private readonly ConcurrentDictionary<object, int> _clients = new();

    /// <summary>Takes a request in; <see cref="Leave"/> afterwards.</summary>
    /// <exception cref="InputException"><c>client-limit</c>.</exception>
    public void Enter(object client)
    {
        if (most == 0 || client is null || _clients.AddOrUpdate(client, 1, static (_, n) => n + 1) <= most)
            return;
        Leave(client);
        throw new InputException("client-limit", "request", $"This client has {most} requests here already.", "Wait for their answers.");
    }

    public void Leave(object client)
    {
        if (most == 0 || client is null)
            return;
        int left = _clients.AddOrUpdate(client, 0, static (_, n) => n - 1);
        if (left == 0)
            _clients.TryRemove(new KeyValuePair<object, int>(client, 0));
    }
}
