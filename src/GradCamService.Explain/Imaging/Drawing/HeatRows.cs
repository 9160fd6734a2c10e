using System.Numerics.Tensors;

namespace GradCamService.Explain.Imaging.Drawing;

/// <summary>
/// The map as shares of its maximum, bilinear between the centres of its pixels, read one picture row at a time. An instance
/// belongs to one drawing.
/// </summary>
internal sealed class HeatRows
{
    private readonly float[] _map;
    private readonly Placement _placement;
    private readonly Canvas _canvas;
    private readonly float _scale;
    private readonly int[] _columns;
    private readonly float[] _fractions;
    private readonly float[] _mixed;

    /// <param name="map"><c>[H, W]</c> ≥ 0 at the model's input size. All zero is drawn as no heat anywhere.</param>
    /// <param name="placement">Where the input lies in the photo.</param>
    /// <param name="canvas">The picture.</param>
    /// <exception cref="ArgumentException">The map has another size, or a value that is negative or not finite.</exception>
    public HeatRows(float[] map, Placement placement, Canvas canvas)
    {
        (_map, _placement, _canvas) = (map, placement, canvas);
        if (map.Length != placement.InputWidth * placement.InputHeight)
        {
            throw new ArgumentException(
                $"The map has {map.Length} values, not {placement.InputHeight} × {placement.InputWidth}.", nameof(map));
        }

        var maximum = TensorPrimitives.Max(map);
        if (!(TensorPrimitives.Min(map) >= 0) || !float.IsFinite(maximum))
            throw new ArgumentException("The map has values that are negative or not finite.", nameof(map));
        _scale = maximum > 0 ? maximum : 1;
        _mixed = new float[placement.InputWidth];
        (_columns, _fractions) = (new int[canvas.Analyzed.Width], new float[canvas.Analyzed.Width]);
        for (var x = 0; x < _columns.Length; x++)
        {
            var photoX = (canvas.Analyzed.X + x + 0.5) * placement.PhotoWidth / canvas.Width;
            (_columns[x], _fractions[x]) = Split(placement.ToInput(photoX, 0).X, placement.InputWidth);
        }
    }

    /// <param name="y">Row within the analysed part of the picture.</param>
    /// <param name="shares">One number from 0 to 1 for each of its pixels.</param>
    public void Read(int y, Span<float> shares)
    {
        var photoY = (_canvas.Analyzed.Y + y + 0.5) * _placement.PhotoHeight / _canvas.Height;
        var (row, fraction) = Split(_placement.ToInput(0, photoY).Y, _placement.InputHeight);
        var width = _mixed.Length;
        var upper = _map.AsSpan(row * width, width);
        var lower = _map.AsSpan(Math.Min(row + 1, _placement.InputHeight - 1) * width, width);
        for (var x = 0; x < width; x++)
            _mixed[x] = (upper[x] + ((lower[x] - upper[x]) * fraction)) / _scale;
        for (var x = 0; x < shares.Length; x++)
        {
            var left = _mixed[_columns[x]];
            shares[x] = left + ((_mixed[Math.Min(_columns[x] + 1, width - 1)] - left) * _fractions[x]);
        }
    }

    /// <summary>The map pixel whose centre lies before this coordinate, and the way from it to the next; held at the edges.</summary>
    private static (int Index, float Fraction) Split(double coordinate, int size)
    {
        var position = Math.Clamp(coordinate - 0.5, 0, size - 1);
        return ((int)position, (float)(position - (int)position));
    }
}
