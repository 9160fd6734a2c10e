using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GradCamService.Explain.Imaging.Drawing;

/// <summary>
/// A grid of numbers over the network's input, interpolated at the pixels of a picture and read one picture row at a time; held at the input's
/// edges. An instance belongs to one drawing.
/// </summary>
internal sealed class GridRows
{
    // Neighbours of an edge that lie outside are the edge's own value.
    private const int Margin = 2;

    private readonly ReadOnlyMemory<float> _grid;
    private readonly int _height;
    private readonly int _width;
    private readonly Canvas _canvas;
    private readonly Kernel _kernel;
    private readonly int[] _columns;
    private readonly Vector128<float>[] _weights;
    private readonly float[] _mixed;

    /// <param name="grid">Row-major.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="canvas">The picture.</param>
    /// <param name="kernel">Between the centres of the grid's cells.</param>
    public GridRows(ReadOnlyMemory<float> grid, int height, int width, Canvas canvas, Kernel kernel)
    {
        (_grid, _height, _width, _canvas, _kernel) = (grid, height, width, canvas, kernel);
        _mixed = new float[width + (2 * Margin)];
        (_columns, _weights) = (new int[canvas.Analyzed.Width], new Vector128<float>[canvas.Analyzed.Width]);
        for (var x = 0; x < _columns.Length; x++)
        {
            var at = canvas.Placement.ToInput(canvas.Analyzed.X + x + 0.5, 0).X / canvas.Placement.InputWidth;
            (_columns[x], _weights[x]) = Split(at, width);
        }
    }

    /// <param name="y">Row within the analysed part of the picture.</param>
    /// <param name="values">One number for each of its pixels.</param>
    public void Read(int y, Span<float> values)
    {
        var (row, weights) = Split(_canvas.Placement.ToInput(0, _canvas.Analyzed.Y + y + 0.5).Y / _canvas.Placement.InputHeight, _height);
        var inner = _mixed.AsSpan(Margin, _width);
        TensorPrimitives.Multiply(RowOf(row), weights[0], inner);
        for (var neighbour = 1; neighbour < Vector128<float>.Count; neighbour++)
            TensorPrimitives.MultiplyAdd(RowOf(row + neighbour), weights[neighbour], inner, inner);
        _mixed.AsSpan(0, Margin).Fill(inner[0]);
        _mixed.AsSpan(Margin + _width).Fill(inner[^1]);
        ref var first = ref MemoryMarshal.GetArrayDataReference(_mixed);
        for (var x = 0; x < values.Length; x++)
            values[x] = Vector128.Dot(Vector128.LoadUnsafe(ref first, (nuint)_columns[x]), _weights[x]);
    }

    private ReadOnlySpan<float> RowOf(int row) => _grid.Span.Slice(Math.Clamp(row - Margin, 0, _height - 1) * _width, _width);

    /// <summary>The first of four neighbours, counted from the margin's first, and their weights.</summary>
    /// <param name="share">Of the input's side.</param>
    /// <param name="size">Cells along it.</param>
    private (int First, Vector128<float> Weights) Split(double share, int size)
    {
        var position = Math.Clamp(share * size, 0, size) - 0.5;
        var low = (int)Math.Floor(position);
        return (low - 1 + Margin, _kernel((float)(position - low)));
    }
}
