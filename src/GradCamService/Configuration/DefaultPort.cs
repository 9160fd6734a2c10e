namespace GradCamService.Configuration;

internal static class DefaultPort
{
    /// <summary>Listens on port 8080, unless <c>--urls</c>, <c>ASPNETCORE_URLS</c> or <c>ASPNETCORE_HTTP_PORTS</c> say otherwise.</summary>
    public static void UseDefaultPort(this WebApplicationBuilder builder)
    {
        string[] keys = ["urls", "http_ports", "https_ports"];
        if (keys.All(key => string.IsNullOrEmpty(builder.Configuration[key])))
            builder.WebHost.UseUrls("http://+:8080");
    }
}
