using Microsoft.Extensions.Logging;

namespace Fulcrum.Server.Hosting;

/// <summary>A log that may be written before there is one: what is said until then is kept for whoever starts the server.</summary>
/// <param name="category">What its lines are about.</param>
internal sealed partial class EarlyLog(string category)
{
    private const int MostEarly = 1000;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _said = [];
    private readonly List<(string Text, bool IsWarning)> _early = [];
    private ILogger? _log;

    /// <summary>What was said before there was a log.</summary>
    public IReadOnlyList<string> Early
    {
        get
        {
            lock (_lock)
                return [.. _early.Select(e => e.Text)];
        }
    }

    /// <summary>Those of them that are warnings.</summary>
    public IReadOnlyList<string> EarlyWarnings
    {
        get
        {
            lock (_lock)
                return [.. _early.Where(e => e.IsWarning).Select(e => e.Text)];
        }
    }

    public void Attach(ILoggerFactory factory)
    {
        lock (_lock)
            _log = factory.CreateLogger($"Fulcrum.Server.{category}");
    }

    public void Say(string text, bool isWarning)
    {
        lock (_lock)
        {
            if (_log is null && _early.Count < MostEarly)
                _early.Add((text, isWarning));
            else if (_log is not null && isWarning)
                Warn(_log, text);
            else if (_log is not null)
                Tell(_log, text);
        }
    }

    /// <summary>Says something of a matter, but not the same twice in a row.</summary>
    public void Say(string matter, string text, bool isWarning)
    {
        lock (_lock)
        {
            if (_said.GetValueOrDefault(matter) == text)
                return;
            _said[matter] = text;
            Say(text, isWarning);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Text}")]
    private static partial void Warn(ILogger log, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Text}")]
    private static partial void Tell(ILogger log, string text);
}
