using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Fulcrum.Server.Metrics;

/// <summary>Collects the server's instruments and writes them in Prometheus' text format 0.0.4.</summary>
internal sealed class PrometheusPage : IDisposable
{
    private static readonly double[] Bounds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new();
    private readonly ConcurrentDictionary<(string Name, string Labels), CounterState> _counters = new();
    private readonly ConcurrentDictionary<(string Name, string Labels), HistogramState> _histograms = new();

    public PrometheusPage(ServerMetrics metrics)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (metrics.Owns(instrument))
            {
                _instruments[instrument.Name] = instrument;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _counters.GetOrAdd((instrument.Name, Labels(tags)), _ => new CounterState()).Add(value));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _histograms.GetOrAdd((instrument.Name, Labels(tags)), _ => new HistogramState(Bounds)).Record(value));
        _listener.Start();
    }

    public string Render()
    {
        var text = new StringBuilder();
        foreach (Instrument instrument in _instruments.Values.OrderBy(i => i.Name, StringComparer.Ordinal))
        {
            bool counter = instrument is Counter<long>;
            string name = counter ? $"{instrument.Name}_total" : instrument.Name;
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {instrument.Description}\n# TYPE {name} {(counter ? "counter" : "histogram")}\n");
            foreach (var entry in _counters.Where(c => c.Key.Name == instrument.Name).OrderBy(c => c.Key.Labels, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"{name}{{{entry.Key.Labels}}} {entry.Value.Value}\n");
            foreach (var entry in _histograms.Where(h => h.Key.Name == instrument.Name).OrderBy(h => h.Key.Labels, StringComparer.Ordinal))
                entry.Value.Render(text, name, entry.Key.Labels);
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach ((string key, object? value) in tags)
            text.Append(text.Length > 0 ? "," : "").Append(key).Append("=\"").Append(Convert.ToString(value, CultureInfo.InvariantCulture)).Append('"');
        return text.ToString();
    }
}
