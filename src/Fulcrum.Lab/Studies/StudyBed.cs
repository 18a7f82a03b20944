using Fulcrum.Lab.Emulation;
using Fulcrum.Lab.Processes;

namespace Fulcrum.Lab.Studies;

/// <summary>The tiers of a study brought up, anew when the conditions change.</summary>
/// <param name="command">This program.</param>
/// <param name="seed">Of delays that vary.</param>
internal sealed class StudyBed(FulcrumCommand command, int seed) : IAsyncDisposable
{
    private TestBed? _bed;
    private StudyConditions? _conditions;

    /// <summary>The bed of some conditions.</summary>
    public async Task<TestBed> OfAsync(StudyConditions conditions, CancellationToken cancellation)
    {
        if (_bed is not null && _conditions == conditions)
            return _bed;
        await DisposeAsync().ConfigureAwait(false);
        (_bed, _conditions) = (await TestBed.StartAsync(command, conditions.System, new TestBedOptions { Seed = seed }, cancellation).ConfigureAwait(false), conditions);
        return _bed;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_bed is not null)
            await _bed.DisposeAsync().ConfigureAwait(false);
        _bed = null;
    }
}
