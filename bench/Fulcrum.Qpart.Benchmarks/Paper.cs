namespace Fulcrum.Qpart.Benchmarks;

/// <summary>What the paper prints (arXiv 2506.23934): the only figures here that do not come from running.</summary>
internal static class Paper
{
    /// <summary>Fig. 3, percent.</summary>
    public const double LeastReduction = 62, MeanReduction = 77, MostReduction = 84;

    /// <summary>Table III, percent, partition points 0 to 5: auto-encoder, no optimization, pruning, QPART.</summary>
    public static readonly IReadOnlyDictionary<string, double[]> TableThree = new Dictionary<string, double[]>
    {
        [CutFigure.AutoEncoder] = [93.63, 93.64, 95.91, 96.27, 95.99, 96.15],
        [CutFigure.Plain] = [96.19, 96.19, 96.19, 96.19, 96.19, 96.19],
        [CutFigure.Pruning] = [95.03, 95.03, 95.03, 95.03, 95.03, 95.03],
        [CutFigure.Ours] = [96.10, 96.21, 96.21, 96.21, 96.18, 96.20],
    };

    /// <summary>Table IV: data, MB before and after, ratio and accuracies in percent.</summary>
    public static readonly IReadOnlyList<(string Model, double Before, double After, double Ratio, double Initial, double Optimized)> TableFour =
    [
        ("SVHN", 5.89, 0.79, 13.45, 86.88, 86.79), ("CIFAR10", 46.55, 5.53, 11.88, 89.52, 89.40), ("CIFAR100", 46.9, 6.35, 13.53, 67.35, 67.12),
        ("ResNet18 (ImageNet)", 107.96, 19.00, 17.60, 62.75, 62.09), ("ResNet34 (ImageNet)", 180.01, 32.62, 18.12, 67.21, 66.63),
    ];
}
