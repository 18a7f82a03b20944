using System.Globalization;
using Fulcrum.Problems;
using Fulcrum.Protocol.Sets;
using Fulcrum.Protocol.Tables;

namespace Fulcrum.Device.Following;

/// <summary>Keeps a table's choice up to what requests show: rates of links, slowdowns of tiers, the battery. Safe for several requests at a time.</summary>
internal sealed class PlanFollower
{
    private static readonly TimeSpan BatteryPause = TimeSpan.FromSeconds(10);

    /// <summary>What an answer without a link may take: so many times its prediction, and that many seconds, which timers are late by; where it took longer of late, so many times that, within reason.</summary>
    private const double Reserve = 1.25, LeastReserve = 5e-3, OverSlowest = 1.1, MostReserve = 3;

    /// <summary>Runs of a row without a link that are remembered.</summary>
    private const int Remembered = 20;

    private readonly Lock _lock = new();
    private readonly TableManifest _table;
    private readonly FollowOptions _options;
    private readonly TimeProvider _time;
    private readonly int[] _rows;
    private readonly TableNumbers _numbers;
    private readonly PlanKeeper _keeper;
    private readonly LinkEstimator[] _links;
    private readonly TierEstimator[] _tiers;
    private readonly FeatureLayout _layout;
    private readonly bool[] _barred;
    private readonly Queue<double>[] _alone;
    private double[] _features, _before;
    private double _energyFactor = 1;
    private long _batteryRead;

    /// <summary>Starts with the conditions of the table.</summary>
    /// <exception cref="InputException"><c>table-no-row</c>: no row fits the device's memory, or all need a link that there is not.</exception>
    public PlanFollower(TableManifest table, FollowOptions options, TimeProvider time)
    {
        (_options, _time, _layout, _batteryRead) = (options, time, new FeatureLayout(table.Tiers.Count), time.GetTimestamp());
        _rows = [.. Enumerable.Range(0, table.Rows.Count).Where(r => table.Rows[r].MemoryBytes <= options.MemoryBytes && (options.HasNext || table.Rows[r].Links == 0))];
        if (_rows.Length == 0)
            throw new InputException("table-no-row", "table.json", $"None of its {table.Rows.Count} plans runs here: they need more memory, or a next tier.", "Give --next, or more --memory, or plan again with these limits.");
        _barred = new bool[_rows.Length];
        _alone = [.. _rows.Select(_ => new Queue<double>())];
        _table = table with { Rows = [.. _rows.Select(r => table.Rows[r])] };
        _numbers = new TableNumbers(_table);
        _keeper = new PlanKeeper(_numbers.Costs, table.Hysteresis.Margin, table.Hysteresis.Observations);
        _links = [.. table.Conditions.Links.Select(l => new LinkEstimator(l, time))];
        _tiers = [.. table.Conditions.Slowdowns.Select((s, t) => new TierEstimator(s, [.. _table.Rows.Select(r => t < r.Seconds.Count ? r.Seconds[t] : 0)], time))];
        CorrectAll();
        _before = _features = Features();
    }

    /// <summary>How often the plan was changed.</summary>
    public int Switches => _keeper.Switches;

    /// <summary>Whether any row needs no link.</summary>
    public bool HasLocal => _table.Rows.Any(r => r.Links == 0);

    /// <summary>Takes note of the conditions as they are known now.</summary>
    /// <returns>The row to use, as the table numbers them; where no row keeps the limits, the last that did, or the quickest.</returns>
    public int Decide()
    {
        lock (_lock)
        {
            if (_options.Battery is { } battery && _time.GetElapsedTime(_batteryRead) >= BatteryPause)
            {
                _batteryRead = _time.GetTimestamp();
                battery.Refresh();
                if (battery.EnergyFactor != _energyFactor)
                    CorrectAll();
            }

            int old = _keeper.Current;
            _features = Features();
            KeeperStep step = _keeper.Observe(_features, Barred());
            if (step is KeeperStep.Switched or KeeperStep.Forced)
                _options.Note(Words(old, _keeper.Current, step));
            if (step is KeeperStep.Started or KeeperStep.Switched or KeeperStep.Forced)
                _before = _features;
            return _rows[_keeper.Current >= 0 ? _keeper.Current : Quickest(r => true)];
        }
    }

    /// <summary>The quickest row that needs no link; -1 when there is none.</summary>
    public int Local()
    {
        lock (_lock)
            return Quickest(r => r.Links == 0) is >= 0 and int row ? _rows[row] : -1;
    }

    /// <summary>Seconds that a request of a row should take now.</summary>
    public double Predict(int row)
    {
        lock (_lock)
            return _numbers.Latency(Array.IndexOf(_rows, row), Features());
    }

    /// <summary>Seconds to keep for a request that a row without links answers.</summary>
    public double Reserved(int row)
    {
        lock (_lock)
            return Needs(Array.IndexOf(_rows, row));
    }

    /// <summary>Takes note of a request that was answered.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="times">Where its time went.</param>
    public void Observe(int row, RequestTimes times)
    {
        lock (_lock)
        {
            int own = Array.IndexOf(_rows, row);
            TableRow numbers = _table.Rows[own];
            if (numbers.Links == 0)
                Remember(_alone[own], times.ComputeSeconds.Sum());
            for (int t = 0; t < Math.Min(numbers.Seconds.Count, times.ComputeSeconds.Count); t++)
            {
                if (_tiers[t].Observe(own, times.ComputeSeconds[t]))
                    Correct(own);
            }

            for (int l = 0; l < Math.Min(numbers.Links, times.LinkSeconds.Count); l++)
                _links[l].Observe(l == 0 ? times.BytesUp : numbers.Latency[_layout.Up(l)], l == 0 ? times.BytesDown : numbers.Latency[_layout.Down(l)], times.LinkSeconds[l]);
        }
    }

    /// <summary>Times that follow from clocks are off by one factor everywhere: what the device's own turned out to be off by at the start is taken to hold for all tiers.</summary>
    public void ScaleModelled()
    {
        lock (_lock)
        {
            if (_table.Times != TableManifest.Modelled)
                return;
            double factor = _tiers[0].Ratio;
            foreach (TierEstimator tier in _tiers)
                tier.Scale(factor);
            CorrectAll();
            _before = Features();
        }
    }

    /// <summary>Takes note of a probe of the first link.</summary>
    public void ObserveProbe(int bytes, double seconds)
    {
        lock (_lock)
            _links[0].ObserveProbe(bytes, seconds);
    }

    /// <summary>Takes note of a request that was given up.</summary>
    public void ObserveLost(double bytes, double seconds)
    {
        lock (_lock)
            _links[0].ObserveLost(bytes, seconds);
    }

    /// <summary>The first link broke: what was measured of it says nothing any more.</summary>
    public void Forget()
    {
        lock (_lock)
            _links[0].Clear();
    }

    /// <summary>After a break the next choice does not wait.</summary>
    public void Hurry()
    {
        lock (_lock)
            _keeper.Hurry();
    }

    /// <summary>Bytes for a probe of the first link, how long ago its rate was measured, and whether a message too short to say it was slower than expected.</summary>
    public (int Bytes, TimeSpan Since, bool IsWanted) Probe()
    {
        lock (_lock)
            return (_links[0].ProbeBytes, _links[0].SinceLast, _links[0].IsProbeWanted);
    }

    private int Quickest(Func<TableRow, bool> among) =>
        Enumerable.Range(0, _rows.Length).Where(r => among(_table.Rows[r])).OrderBy(r => _numbers.Latency(r, Features())).Cast<int?>().FirstOrDefault() ?? -1;

    private void CorrectAll()
    {
        _energyFactor = _options.Battery?.EnergyFactor ?? 1;
        for (int r = 0; r < _rows.Length; r++)
            Correct(r);
    }

    private void Correct(int row) => _numbers.Correct(row, _energyFactor, t => _tiers[t].Factor(row));

    private double[] Features()
    {
        double[] features = new double[_layout.Count];
        _layout.Write([.. _links.Select(l => l.Up)], [.. _links.Select(l => l.Down)], [.. _tiers.Select(t => t.Slowdown)], _table.Conditions.ExpectedRequests, features);
        return features;
    }

    /// <summary>Rows that leave no time for falling back before the deadline: they would be given up each time. Where falling back takes longer than that itself, those that do not keep it either.</summary>
    private ReadOnlySpan<bool> Barred()
    {
        if (_options.Deadline is not TimeSpan deadline || !HasLocal)
            return default;
        double left = deadline.TotalSeconds - Needs(Quickest(r => r.Links == 0));
        for (int r = 0; r < _rows.Length; r++)
            _barred[r] = _table.Rows[r].Links > 0 && _numbers.Latency(r, _features) > (left > 0 ? left : deadline.TotalSeconds);
        return _barred;
    }

    private double Needs(int own)
    {
        double predicted = _numbers.Latency(own, Features());
        return Math.Clamp(OverSlowest * _alone[own].DefaultIfEmpty().Max(), Reserve * predicted, MostReserve * predicted) + LeastReserve;
    }

    private static void Remember(Queue<double> last, double seconds)
    {
        last.Enqueue(seconds);
        if (last.Count > Remembered)
            last.Dequeue();
    }

    /// <summary>What changed the most since the plan was taken, both plans, and what is gained.</summary>
    private string Words(int old, int now, KeeperStep step)
    {
        var changes = new List<(double Size, string Text)>();
        for (int l = 0; l < _links.Length; l++)
            changes.Add(Change($"{_table.Tiers[l]}-{_table.Tiers[l + 1]}", 8e-6 / _before[_layout.Up(l)], 8e-6 / _features[_layout.Up(l)], "Mbps"));
        for (int t = 0; t < _tiers.Length; t++)
            changes.Add(Change($"{_table.Tiers[t]}'s slowdown", _before[FeatureLayout.Slowdown(t)], _features[FeatureLayout.Slowdown(t)], ""));
        string gain = step == KeeperStep.Forced ? "the old plan breaks a limit" : string.Create(CultureInfo.InvariantCulture, $"cost {_numbers.Costs.Cost(now, _features):0.#####} instead of {_numbers.Costs.Cost(old, _features):0.#####}");
        string times = string.Create(CultureInfo.InvariantCulture, $"{1e3 * _numbers.Latency(now, _features):0.0} ms instead of {1e3 * _numbers.Latency(old, _features):0.0} ms");
        return $"plan changed: {changes.MaxBy(c => c.Size).Text}; from '{_table.Rows[old].Name}' to '{_table.Rows[now].Name}': {times} predicted, {gain}";
    }

    private static (double Size, string Text) Change(string what, double before, double now, string unit) =>
        (Math.Abs(Math.Log(now / before)), string.Create(CultureInfo.InvariantCulture, $"{what} is {now:0.##}{(unit.Length > 0 ? " " + unit : "")}, was {before:0.##}"));
}

/// <summary>Where the time of one request went.</summary>
/// <param name="ComputeSeconds">Of each tier that was used.</param>
/// <param name="LinkSeconds">Of each link that was used, both ways.</param>
/// <param name="BytesUp">Bytes of the message on the first link.</param>
/// <param name="BytesDown">Bytes of its answer.</param>
internal sealed record RequestTimes(IReadOnlyList<double> ComputeSeconds, IReadOnlyList<double> LinkSeconds, double BytesUp, double BytesDown);
