using GradCamService.Evaluate.Statistics;

namespace GradCamService.Evaluate.Metrics;

/// <summary>Whether a method tells of the network, or of the photo alone.</summary>
public enum SanityVerdict
{
    /// <summary>The map changes with the network's weights.</summary>
    Passes,

    /// <summary>The map stays much the same without what the network has learnt.</summary>
    Fails,

    /// <summary>Too few images, or maps with an order, to tell.</summary>
    Undecided,
}

/// <summary>
/// The test of Adebayo et al. 2018, arXiv:1810.03292, section 3: layers are re-drawn at random from the top down, and the maps compared.
/// </summary>
public static class Sanity
{
    /// <summary>
    /// The mean rank correlation with the map of a network without anything learnt, below which a map has changed. The paper draws curves and sets
    /// no number; this is ours, halfway between no relation and the same order.
    /// </summary>
    public const double MostAlike = 0.5;

    /// <summary>
    /// A method passes where the whole 95 % interval of the mean rank correlation with the maps of the wholly re-drawn network lies below
    /// <see cref="MostAlike"/>, and fails where all of it lies at or above that. Else, and where there is no interval, nothing can be said.
    /// </summary>
    /// <param name="spearman">
    /// Of the row in which all layers are re-drawn, over images. Maps that are constant have no order and are missing in it.
    /// </param>
    public static SanityVerdict Judge(Estimate spearman) => spearman.Interval switch
    {
        { High: < MostAlike } => SanityVerdict.Passes,
        { Low: >= MostAlike } => SanityVerdict.Fails,
        _ => SanityVerdict.Undecided,
    };
}
