using GradCamService.Explain.Explainers;
using GradCamService.Explain.Localization;

namespace GradCamService.Evaluate.Runs;

/// <summary>
/// One array for the heatmaps of a piece, which are looked at one after the other: arrays of their own would be so large that each is new memory.
/// </summary>
internal sealed class HeatmapBlock
{
    private float[] _values = [];

    /// <summary>An explanation's heatmap until the next is asked for; empty where there is none, or it is not finite.</summary>
    public float[] Of(Explanation explanation)
    {
        if (!explanation.HasHeatmap || explanation.Status == MapStatus.NonFinite)
            return [];
        var size = explanation.Photo.Placement.InputHeight * explanation.Photo.Placement.InputWidth;
        if (_values.Length != size)
            _values = new float[size];
        explanation.CopyHeatmap(_values);
        return _values;
    }
}
