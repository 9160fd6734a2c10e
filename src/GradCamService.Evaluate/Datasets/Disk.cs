namespace GradCamService.Evaluate.Datasets;

/// <summary>What a disk refuses, in the words of datasets.</summary>
internal static class Disk
{
    /// <exception cref="DatasetException">
    /// Access is denied, or the disk failed. The system's message has paths, which are none of a caller's business.
    /// </exception>
    public static T Read<T>(string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DatasetException(place, ["cannot be read: access to it, or to something in it, is denied"], e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DatasetException(place, ["is not there, or a part of it went away while it was read"], e);
        }
        catch (IOException e)
        {
            throw new DatasetException(place, ["cannot be read: the disk or network that it lies on failed"], e);
        }
    }
}
