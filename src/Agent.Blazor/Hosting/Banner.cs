using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Hotline.Agent.Blazor.Hosting;

/// <summary>Says on the terminal where the started system is to be found.</summary>
internal sealed class Banner(IServer server, IConfiguration settings, DataFolder data) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var web = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        Console.WriteLine($"""

              12345 热线已启动 · the hotline is up

              市民网页 citizens     {web}/
              工作台   staff        {web}/sign-in
              接口     API          {web}/openapi/v1.json
              就绪     health       {web}/health/ready
              电话     SIP          sip:12345@{settings["Telephony:Address"]}:{settings["Telephony:SipPort"] ?? "5060"}  (UDP, TCP)
              数据     data         {data.Path}{(data.HasPrivateDatabase ? "" : "  (database: ConnectionStrings:Hotline)")}

              示例账号 sample accounts, password {Accounts.SampleAccounts.Password}
                话务员 agents 1001 1002 · 派单员 dispatcher 2001 · 审核员 reviewer 3001 · 回访员 follow-up 4001
                值班长 supervisor 5001 · 管理员 administrator admin · 承办单位 departments: their codes in samples/city/city.json

              Ctrl-C 停止 stops everything

            """);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
