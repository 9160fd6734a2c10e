using GradCamService.Evaluate.Statistics;
using GradCamService.Explain.Imaging;

namespace GradCamService.Evaluate.Metrics;

/// <summary>How alike two maps of one photo are, over the analysed pixels (Adebayo et al. 2018, arXiv:1810.03292).</summary>
public static class MapSimilarity
{
    // Wang et al. 2004, IEEE Trans. Image Process. 13(4): a window of 11 × 11 with σ = 1.5, and the constants for values of 0…1.
    private const double Sigma = 1.5;
    private const int Radius = 5;
    private const double C1 = 0.01 * 0.01;
    private const double C2 = 0.03 * 0.03;

    /// <summary>Spearman's rank correlation of the pixels, −1 to 1; null where either map is constant, which has no order.</summary>
    public static double? Spearman(float[] one, float[] other, Placement placement) =>
        RankCorrelation.Of(AnalyzedMap.Of(one, placement).ToDoubles(), AnalyzedMap.Of(other, placement).ToDoubles());

    /// <summary>
    /// The mean structural similarity of the maps, each divided by its largest value: −1 to 1, 1 of equal maps, over the windows that lie wholly
    /// inside. It is high wherever both maps are nearly empty, so maps of small objects are alike by it whatever they show.
    /// </summary>
    /// <returns>Null where what is analysed is lower or narrower than the window.</returns>
    public static double? Ssim(float[] one, float[] other, Placement placement)
    {
        var (width, height) = (placement.ContentPixels.Width, placement.ContentPixels.Height);
        if (Math.Min(width, height) <= 2 * Radius)
            return null;
        var (x, y) = (Scaled(one), Scaled(other));
        var (meanX, meanY) = (Local(x), Local(y));
        var (squareX, squareY, product) = (Local(Times(x, x)), Local(Times(y, y)), Local(Times(x, y)));
        var sum = 0.0;
        for (var row = Radius; row < height - Radius; row++)
            for (var pixel = row * width + Radius; pixel < (row + 1) * width - Radius; pixel++)
            {
                var (muX, muY) = (meanX[pixel], meanY[pixel]);
                var (varianceX, varianceY, covariance) = (squareX[pixel] - muX * muX, squareY[pixel] - muY * muY, product[pixel] - muX * muY);
                sum += (2 * muX * muY + C1) * (2 * covariance + C2) / ((muX * muX + muY * muY + C1) * (varianceX + varianceY + C2));
            }
        return sum / ((width - 2 * Radius) * (height - 2 * Radius));

        double[] Scaled(float[] map) => Array.ConvertAll(AnalyzedMap.Of(map, placement).ScaledToOne(), value => (double)value);

        double[] Local(double[] values) => Gaussian.Filter(values, width, Sigma, Radius);

        static double[] Times(double[] one, double[] other) => [.. one.Zip(other, (first, second) => first * second)];
    }
}
