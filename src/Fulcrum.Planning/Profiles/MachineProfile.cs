namespace Fulcrum.Planning.Profiles;

/// <summary>What was measured on one machine: docs/profiles.md.</summary>
public sealed record MachineProfile
{
    /// <summary>The file format written here.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The file format.</summary>
    public required int Format { get; init; }

    /// <summary>Where it was measured.</summary>
    public required MachineEnvironment Environment { get; init; }

    /// <summary>The models that were run; none where only a link was measured.</summary>
    public required IReadOnlyList<ModelProfile> Models { get; init; }

    /// <summary>Times by op and precision, fitted to the nodes of all models.</summary>
    public required IReadOnlyList<OpFit> Fits { get; init; }

    /// <summary>What stands in where nothing was measured.</summary>
    public required ClockModel Modelled { get; init; }

    /// <summary>The way to a server; null where none was measured.</summary>
    public required MeasuredLink? Link { get; init; }

    /// <summary>The machine in the terms of QPART's cost model, for nodes of a precision.</summary>
    public DeviceProfile ToDevice(string precision = Precision.Fp32) => new()
    {
        CyclesPerMac = Modelled.CyclesFor(precision),
        ClockHz = Modelled.ClockHz,
        Kappa = Modelled.Kappa,
    };
}

/// <summary>A machine by its clock, QPART (5) and (6): seconds = MACs · cycles per MAC / clock, joules = kappa · clock² · cycles. Modelled, not measured.</summary>
/// <param name="ClockHz">Clock rate in Hz, as the system states it.</param>
/// <param name="Kappa">J·s²; a convention, nothing was measured.</param>
/// <param name="CyclesPerMac">By precision, from whole models; empty where none was run.</param>
public sealed record ClockModel(double ClockHz, double Kappa, IReadOnlyList<PrecisionCycles> CyclesPerMac)
{
    /// <summary>Cycles per multiply-accumulate: of the precision, else of fp32, else QPART's 5.</summary>
    public double CyclesFor(string precision) =>
        (CyclesPerMac.FirstOrDefault(c => c.Precision == precision) ?? CyclesPerMac.FirstOrDefault(c => c.Precision == Precision.Fp32))?.Cycles ?? new DeviceProfile().CyclesPerMac;
}

/// <summary>Cycles per multiply-accumulate at one precision.</summary>
public sealed record PrecisionCycles(string Precision, double Cycles);
