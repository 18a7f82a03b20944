using System.Globalization;
using System.Threading.RateLimiting;
using Fulcrum.Problems;
using Fulcrum.Server.Access;
using Microsoft.AspNetCore.Http;

namespace Fulcrum.Server.Hosting;

/// <summary>Answers 429 to a client that asks more often than it may: by its name, or by its address where nobody is asked for a name.</summary>
internal sealed class ClientLimiter(ServerLimits limits) : IDisposable
{
    private readonly PartitionedRateLimiter<object>? _limiter = limits.ClientRequestsPerSecond > 0 ? PartitionedRateLimiter.Create<object, object>(client => RateLimitPartition.GetTokenBucketLimiter(client, _ => Bucket(limits.ClientRequestsPerSecond))) : null;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (_limiter is not null && RouteAudience.Of(context.GetEndpoint()) != Audience.Anyone)
        {
            using RateLimitLease lease = _limiter.AttemptAcquire(AccessGate.KeyOf(context));
            if (!lease.IsAcquired)
            {
                context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(1 / limits.ClientRequestsPerSecond)).ToString(CultureInfo.InvariantCulture);
                throw new InputException("client-too-fast", "client", "These are more requests per second than one client may send.", "Wait as long as Retry-After says.");
            }
        }

        await next(context).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter?.Dispose();

    private static TokenBucketRateLimiterOptions Bucket(double perSecond) => new()
    {
        TokenLimit = (int)Math.Max(1, Math.Ceiling(perSecond)),
        TokensPerPeriod = (int)Math.Max(1, Math.Round(perSecond / 10)),
        ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, Math.Round(perSecond / 10)) / perSecond),
        QueueLimit = 0,
    };
}
