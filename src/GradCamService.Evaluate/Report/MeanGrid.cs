using System.Numerics.Tensors;
using GradCamService.Evaluate.Metrics;

namespace GradCamService.Evaluate.Report;

/// <summary>Where the evidence of some photos lies on average.</summary>
/// <param name="Title">Whose.</param>
/// <param name="Photos">How many.</param>
/// <param name="Shares">Row-major, a cell of <see cref="EvidenceGrid"/> each; they sum to 1.</param>
internal sealed record MeanGrid(string Title, int Photos, double[] Shares);

/// <summary>Grids that are added up as photos come, for a picture.</summary>
internal sealed class GridSum
{
    private readonly double[] _sum = new double[EvidenceGrid.Cells * EvidenceGrid.Cells];
    private int _count;

    public void Add(double[] grid)
    {
        TensorPrimitives.Add<double>(_sum, grid, _sum);
        _count++;
    }

    /// <summary>Null without photos.</summary>
    public MeanGrid? Mean(string title) => _count == 0 ? null : new MeanGrid(title, _count, Array.ConvertAll(_sum, sum => sum / _count));
}
