using Fulcrum.Problems;

namespace Fulcrum.Stores.Contracts;

/// <summary>What devices said last, by their names: bounded, and forgotten some time after they fell silent. A report of a device replaces the one before.</summary>
public interface IDeviceStates
{
    /// <summary>Keeps a report.</summary>
    /// <param name="name">The device: a token.</param>
    /// <param name="json">What it says, at most <see cref="StoreLimits.DeviceBytes"/>.</param>
    /// <param name="keep">How long it counts from now on.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InputException"><c>device-malformed</c>; <c>devices-full</c>: <see cref="StoreLimits.Devices"/> others are known.</exception>
    Task ReportAsync(string name, ReadOnlyMemory<byte> json, TimeSpan keep, CancellationToken cancellation);

    /// <summary>The devices whose reports count, by name.</summary>
    Task<IReadOnlyList<DeviceState>> DevicesAsync(CancellationToken cancellation);
}

/// <summary>A device's last report.</summary>
/// <param name="Name">The device.</param>
/// <param name="Json">What it said.</param>
/// <param name="Seen">When, UTC, by the store's clock.</param>
/// <param name="Expires">Until when it counts, UTC, by the store's clock.</param>
public sealed record DeviceState(string Name, ReadOnlyMemory<byte> Json, DateTimeOffset Seen, DateTimeOffset Expires);
