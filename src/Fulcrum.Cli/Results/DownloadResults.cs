namespace Fulcrum.Cli.Results;

/// <summary>What a tier fetches of its segments, predicted and as it was written.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="FloatBytes">Its float weights as they are.</param>
/// <param name="PredictedBytes">Coded weights as the plan counts them, the graph not included.</param>
/// <param name="WeightBytes">The same of the files; with a base, those of the weights coded at once.</param>
/// <param name="GraphBytes">The graph, compressed.</param>
/// <param name="FirstBytes">Of the files that it starts with.</param>
/// <param name="UpgradeBytes">Of those that come later.</param>
internal sealed record DownloadFigure(string Tier, long FloatBytes, double PredictedBytes, long WeightBytes, long GraphBytes, long FirstBytes, long UpgradeBytes);

/// <summary>Coarser weights to start with.</summary>
/// <param name="Chosen">The candidate that is used; null: none.</param>
/// <param name="Candidates">All that were executed.</param>
/// <param name="TestedPoints">Points that the chosen one loses on the test samples; null without one.</param>
/// <param name="TestedTop1">Its Top-1 there.</param>
/// <param name="FirstSeconds">Predicted seconds to the first answer.</param>
/// <param name="FirstWholeSeconds">The same when all is fetched at once.</param>
/// <param name="AmortisedSeconds">Predicted seconds of fetching by request, base and rest.</param>
/// <param name="AmortisedWholeSeconds">The same when all is fetched at once.</param>
internal sealed record ProgressiveFigure(
    string? Chosen, IReadOnlyList<BaseFigure> Candidates, double? TestedPoints, double? TestedTop1, double FirstSeconds, double FirstWholeSeconds, double AmortisedSeconds, double AmortisedWholeSeconds);

/// <summary>A candidate.</summary>
/// <param name="Name">Where its weights are from.</param>
/// <param name="BaseBytes">To start with.</param>
/// <param name="UpgradeBytes">The rest.</param>
/// <param name="WholeBytes">All at once.</param>
/// <param name="Overhead">What base and rest take more, as a share.</param>
/// <param name="Points">Lost on the samples that decide.</param>
/// <param name="Interval">Its 95 % interval.</param>
internal sealed record BaseFigure(string Name, long BaseBytes, long UpgradeBytes, long WholeBytes, double Overhead, double Points, IReadOnlyList<double> Interval);
