using System.Numerics.Tensors;

namespace GradCamService.Explain.Imaging.Drawing;

/// <summary>
/// Heat as shares of what gets the last colour, drawn smoothly from the map's own resolution and read one picture row at a time. An instance
/// belongs to one drawing.
/// </summary>
internal sealed class HeatRows(Heat heat, Canvas canvas)
{
    private readonly GridRows _rows = new(heat.Values, heat.Height, heat.Width, canvas, Kernels.CatmullRom);
    private readonly float _full = heat.Full > 0 ? heat.Full : 1;

    /// <param name="y">Row within the analysed part of the picture.</param>
    /// <param name="shares">One number from 0 to 1 for each of its pixels.</param>
    public void Read(int y, Span<float> shares)
    {
        _rows.Read(y, shares);
        // A smooth curve swings over beside a peak; heat that no map has is not drawn.
        TensorPrimitives.Clamp<float>(shares, 0, heat.Maximum, shares);
        TensorPrimitives.Divide(shares, _full, shares);
    }
}
