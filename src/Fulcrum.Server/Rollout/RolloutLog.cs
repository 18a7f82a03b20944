using Microsoft.Extensions.Logging;

namespace Fulcrum.Server.Rollout;

/// <summary>What is said of rollouts: kept until there is a log, and not said twice in a row of the same matter.</summary>
internal sealed partial class RolloutLog
{
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
                return [.. _early.Where(e => e.IsWarning).Select(e => e.Text)];
        }
    }

    public void Attach(ILoggerFactory factory)
    {
        lock (_lock)
            _log = factory.CreateLogger("Fulcrum.Server.Rollout");
    }

    public void Say(string matter, string text, bool isWarning)
    {
        lock (_lock)
        {
            if (_said.GetValueOrDefault(matter) == text)
                return;
            _said[matter] = text;
            if (_log is null)
                _early.Add((text, isWarning));
            else if (isWarning)
                Warn(_log, text);
            else
                Tell(_log, text);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Text}")]
    private static partial void Warn(ILogger log, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Text}")]
    private static partial void Tell(ILogger log, string text);
}
