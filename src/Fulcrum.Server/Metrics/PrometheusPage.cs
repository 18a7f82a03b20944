using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Fulcrum.Server.Counts;

namespace Fulcrum.Server.Metrics;

/// <summary>Collects the server's instruments and writes them in Prometheus' text format 0.0.4.</summary>
internal sealed class PrometheusPage : IDisposable
{
    private static readonly double[] Bounds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new();
    private readonly ConcurrentDictionary<Series, (string Labels, CounterState State)> _counters = new();
    private readonly ConcurrentDictionary<Series, (string Labels, HistogramState State)> _histograms = new();
    private readonly ConcurrentBag<Action<StringBuilder>> _more = [];

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
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            Series series = Of(instrument, tags);
            if (!_counters.TryGetValue(series, out var counter))
                counter = _counters.GetOrAdd(series, (Labels(tags), new CounterState()));
            counter.State.Add(value);
        });
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            Series series = Of(instrument, tags);
            if (!_histograms.TryGetValue(series, out var histogram))
                histogram = _histograms.GetOrAdd(series, (Labels(tags), new HistogramState(Bounds)));
            histogram.State.Record(value);
        });
        _listener.Start();
    }

    /// <summary>Adds a part to the page.</summary>
    public void Add(Action<StringBuilder> part) => _more.Add(part);

    public string Render()
    {
        var text = new StringBuilder();
        foreach (Instrument instrument in _instruments.Values.OrderBy(i => i.Name, StringComparer.Ordinal))
        {
            bool counter = instrument is Counter<long>;
            string name = counter ? $"{instrument.Name}_total" : instrument.Name;
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {instrument.Description}\n# TYPE {name} {(counter ? "counter" : "histogram")}\n");
            foreach ((string labels, CounterState state) in _counters.Where(c => c.Key.Instrument == instrument).Select(c => c.Value).OrderBy(c => c.Labels, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {state.Value}\n");
            foreach ((string labels, HistogramState state) in _histograms.Where(h => h.Key.Instrument == instrument).Select(h => h.Value).OrderBy(h => h.Labels, StringComparer.Ordinal))
                state.Render(text, name, labels);
        }

        foreach (Action<StringBuilder> part in _more)
            part(text);
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private static Series Of(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        new(instrument, tags.Length > 0 ? tags[0].Value : null, tags.Length > 1 ? tags[1].Value : null);

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach ((string key, object? value) in tags)
            text.Append(text.Length > 0 ? "," : "").Append(key).Append("=\"").Append(Convert.ToString(value, CultureInfo.InvariantCulture)).Append('"');
        return text.ToString();
    }

    /// <summary>An instrument and the values of its tags, of which there are two at most.</summary>
    private readonly record struct Series(Instrument Instrument, object? First, object? Second);
}
