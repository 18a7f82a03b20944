using Fulcrum.Stages.Tracing;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Fulcrum.Tracing;

/// <summary>Sends the spans of this process to a collector by OTLP over HTTP, while it lives.</summary>
public sealed class SpanExport : IDisposable
{
    private const int Patience = 5000;
    private readonly TracerProvider _provider;

    private SpanExport(TraceSettings settings, TimeProvider time)
    {
        var exporter = new OtlpTraceExporter(new OtlpExporterOptions { Endpoint = settings.Endpoint, Protocol = OtlpExportProtocol.HttpProtobuf });
        _provider = Sdk.CreateTracerProviderBuilder()
            .SetSampler(settings.Sampler)
            .ConfigureResource(resource => resource.AddService(settings.Service, serviceVersion: typeof(SpanExport).Assembly.GetName().Version!.ToString(3)))
            .AddSource(Spans.SourceName, "Microsoft.AspNetCore")
            .AddProcessor(new SpanQueue(exporter, Counts, time))
            .Build();
    }

    /// <summary>What became of the spans so far.</summary>
    public SpanCounts Counts { get; } = new();

    /// <summary>Starts.</summary>
    /// <param name="settings">Where to, and which; null: no tracing.</param>
    /// <param name="time">The clock; null takes the system's.</param>
    /// <returns>Null where there is no tracing.</returns>
    public static SpanExport? Start(TraceSettings? settings, TimeProvider? time = null) => settings is null ? null : new SpanExport(settings, time ?? TimeProvider.System);

    /// <summary>Sends what waits, for at most five seconds, and ends.</summary>
    public void Dispose()
    {
        _provider.Shutdown(Patience);
        _provider.Dispose();
    }
}
