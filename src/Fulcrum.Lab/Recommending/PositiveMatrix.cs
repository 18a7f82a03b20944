namespace Fulcrum.Lab.Recommending;

/// <summary>The Cholesky factor L of a symmetric, positive definite matrix A = L Lᵀ.</summary>
internal sealed class PositiveMatrix
{
    private readonly double[,] _factor;

    private PositiveMatrix(double[,] factor) => _factor = factor;

    public int Size => _factor.GetLength(0);

    /// <summary>Factors a matrix; of semidefinite ones what is lost to rounding is put back on the diagonal.</summary>
    public static PositiveMatrix Of(double[,] a)
    {
        int n = a.GetLength(0);
        double[,] l = new double[n, n];
        for (int j = 0; j < n; j++)
        {
            double pivot = a[j, j];
            for (int k = 0; k < j; k++)
                pivot -= l[j, k] * l[j, k];
            l[j, j] = Math.Sqrt(Math.Max(pivot, 1e-14 * Math.Max(1e-30, a[j, j])));
            for (int i = j + 1; i < n; i++)
            {
                double sum = a[i, j];
                for (int k = 0; k < j; k++)
                    sum -= l[i, k] * l[j, k];
                l[i, j] = sum / l[j, j];
            }
        }

        return new PositiveMatrix(l);
    }

    /// <summary>L z.</summary>
    public double[] Times(double[] z)
    {
        double[] product = new double[Size];
        for (int i = 0; i < Size; i++)
        {
            for (int k = 0; k <= i; k++)
                product[i] += _factor[i, k] * z[k];
        }

        return product;
    }

    /// <summary>The y with L y = b. Products of such y are those of b under the inverse of A.</summary>
    public double[] Forward(double[] b)
    {
        double[] y = new double[Size];
        for (int i = 0; i < Size; i++)
        {
            double sum = b[i];
            for (int k = 0; k < i; k++)
                sum -= _factor[i, k] * y[k];
            y[i] = sum / _factor[i, i];
        }

        return y;
    }

    /// <summary>The x with A x = b.</summary>
    public double[] Solve(double[] b)
    {
        double[] x = Forward(b);
        for (int i = Size - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < Size; k++)
                x[i] -= _factor[k, i] * x[k];
            x[i] /= _factor[i, i];
        }

        return x;
    }
}
