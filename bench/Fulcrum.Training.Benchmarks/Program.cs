using System.Globalization;
using Fulcrum.Training.Benchmarks;

// Fulcrum.Training.Benchmarks MNIST-FOLDER sgd|adam EPOCHS [THREADS]  prints one line per epoch, "seconds loss", then "top1 VALUE".
// Fulcrum.Training.Benchmarks step MODEL BATCH STEPS [THREADS]        prints one line per step, "seconds loss".
// The first line of either warms up.
int threads = args.Length > (args[0] == "step" ? 4 : 3) ? int.Parse(args[^1], CultureInfo.InvariantCulture) : 0;
if (args[0] == "step")
    StepBenchmark.Run(args[1], int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture), threads);
else
    EpochBenchmark.Run(args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture), threads);
