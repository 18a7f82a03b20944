namespace Fulcrum.Data;

/// <summary>A named dataset. Its three splits share no sample: training, choosing and judging never see the same data.</summary>
/// <param name="Name">The name it is opened by.</param>
/// <param name="SampleShape">Shape of one sample without the batch.</param>
/// <param name="ClassCount">Number of classes.</param>
/// <param name="Train">For fitting weights.</param>
/// <param name="Calibration">For ranges, noise measures and plans.</param>
/// <param name="Test">For figures that are reported; never for a decision.</param>
public sealed record Dataset(string Name, IReadOnlyList<long> SampleShape, int ClassCount, DatasetSplit Train, DatasetSplit Calibration, DatasetSplit Test);
