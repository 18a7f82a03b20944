using System.Diagnostics;
using Fulcrum.Problems;
using Fulcrum.Server.Http;
using Fulcrum.Server.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Fulcrum.Server.Tests;

/// <summary>Log lines of requests say which trace they belong to, where there is one.</summary>
public sealed class RequestLogTests
{
    private const string Client = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Theory]
    [InlineData(Client, true)]
    [InlineData(Client, false)]
    [InlineData(null, true)]
    [InlineData(null, false)]
    public async Task Write_RefusalOrFailure_HasTheTraceOfTheClient(string? parent, bool isRefusal)
    {
        using var activity = new Activity("request");
        if (parent is not null)
            activity.SetParentId(parent);
        activity.Start();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpActivityFeature>(new Feature { Activity = activity });
        var log = new Lines();
        Exception failure = isRefusal ? new InputException("model-malformed", "x", "said", "", new IOException("why")) : new InvalidOperationException("why");
        await new ProblemWriter(_ => throw failure, new RequestTally(TimeProvider.System), log).InvokeAsync(context);
        (string line, string? trace) = Assert.Single(log.All);
        Assert.Equal(parent is null ? null : "0af7651916cd43dd8448eb211c80319c", trace);
        Assert.Equal(parent is not null, line.EndsWith(" trace_id=0af7651916cd43dd8448eb211c80319c", StringComparison.Ordinal));
    }

    private sealed class Feature : IHttpActivityFeature
    {
        public required Activity Activity { get; set; }
    }

    private sealed class Lines : ILogger<ProblemWriter>
    {
        public List<(string Line, string? Trace)> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add((formatter(state, exception), (state as IReadOnlyList<KeyValuePair<string, object?>>)?.FirstOrDefault(p => p.Key == "trace_id").Value as string));
    }
}
