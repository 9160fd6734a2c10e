namespace GradCamService.Explain.Imaging.Drawing;

/// <summary>How what lies outside the analysed part is shown: there, but plainly not taken into account.</summary>
internal static class Dimmed
{
    /// <summary>40 % of the brightness.</summary>
    public static byte Of(byte value) => (byte)(((value * 2) + 2) / 5);
}
