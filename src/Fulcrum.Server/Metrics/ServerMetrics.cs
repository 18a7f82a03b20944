using System.Diagnostics.Metrics;

namespace Fulcrum.Server.Metrics;

/// <summary>What the server counts. Names follow OpenTelemetry: base units, no client data in labels.</summary>
internal sealed class ServerMetrics : IDisposable
{
    private readonly Meter _meter = new("Fulcrum.Server");

    public ServerMetrics()
    {
        Requests = _meter.CreateCounter<long>("fulcrum_requests", description: "Requests answered, by route and status.");
        Duration = _meter.CreateHistogram<double>("fulcrum_request_duration_seconds", "s", "Time from request to answer, by route.");
        BytesIn = _meter.CreateCounter<long>("fulcrum_received_bytes", description: "Request body bytes, by route.");
        BytesOut = _meter.CreateCounter<long>("fulcrum_sent_bytes", description: "Response body bytes, by route.");
    }

    public Counter<long> Requests { get; }

    public Histogram<double> Duration { get; }

    public Counter<long> BytesIn { get; }

    public Counter<long> BytesOut { get; }

    public bool Owns(Instrument instrument) => ReferenceEquals(instrument.Meter, _meter);

    public void Dispose() => _meter.Dispose();
}
