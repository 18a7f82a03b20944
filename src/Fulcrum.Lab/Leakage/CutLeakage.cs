namespace Fulcrum.Lab.Leakage;

/// <summary>What the receiver of a cut learns of the input.</summary>
/// <param name="Cut">The cut's name.</param>
/// <param name="Depth">The head's share of the work, 0 to 1.</param>
/// <param name="Bytes">What crosses, as floats.</param>
/// <param name="DistanceCorrelation">Bias-corrected dCor² between input and what crosses: about 0 when nothing is said of the input, 1 when all.</param>
/// <param name="Psnr">Of an attacker's reconstruction, in decibels, mean over test samples; null without an attack.</param>
/// <param name="Ssim">Its structural similarity, -1 to 1, mean over channels and test samples; null without an attack or where inputs are no images.</param>
public sealed record CutLeakage(string Cut, double Depth, long? Bytes, double DistanceCorrelation, double? Psnr, double? Ssim);

/// <summary>The leakage of a model's cuts.</summary>
/// <param name="Cuts">By depth.</param>
/// <param name="RankAgreement">Spearman's rho between distance correlation and structural similarity over the cuts; null without an attack on three or more.</param>
public sealed record LeakageReport(IReadOnlyList<CutLeakage> Cuts, double? RankAgreement);
