namespace GradCamService.Jobs.Hosting;

/// <summary>What a process does for jobs.</summary>
public enum JobRole
{
    /// <summary>Takes them and computes them.</summary>
    AllInOne,

    /// <summary>Takes them; others compute them.</summary>
    Api,

    /// <summary>Computes what others took.</summary>
    Worker,
}
