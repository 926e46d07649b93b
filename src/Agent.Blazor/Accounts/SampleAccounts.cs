using Hotline.Tickets.City;

namespace Hotline.Agent.Blazor.Accounts;

/// <summary>The accounts of the sample city (docs/architecture.md), made where there are none at all.</summary>
internal static class SampleAccounts
{
    internal const string Password = "hotline-12345";

    private static readonly (string Name, string DisplayName, string Role)[] People =
    [
        ("1001", "李敏", Roles.Agent),
        ("1002", "王强", Roles.Agent),
        ("2001", "张洁", Roles.Dispatcher),
        ("3001", "陈静", Roles.Reviewer),
        ("4001", "刘洋", Roles.FollowUp),
        ("5001", "赵磊", Roles.Supervisor),
        ("6001", "周楠", Roles.Inspector),
        ("7001", "吴婷", Roles.KnowledgeEditor),
        ("8001", "郑凯", Roles.Auditor),
        ("admin", "系统管理员", Roles.Administrator),
    ];

    internal static async Task SeedSampleAccountsAsync(this IServiceProvider services, CancellationToken ct)
    {
        if (!await services.GetRequiredService<AccountStore>().IsEmptyAsync(ct)) return;

        var signIn = services.GetRequiredService<SignIn>();
        var units = services.GetRequiredService<Catalogue>().Departments;
        var clerks = units.Select(d => new Account(d.Code.Code, d.Name, Roles.Department, d.Code.Code, Guid.NewGuid()))
            .Concat(units.Select(d => new Account($"{d.Code.Code}-lead", d.Name + "负责人", Roles.DepartmentLead, d.Code.Code, Guid.NewGuid())));
        await signIn.AddAsync(People.Select(p => new Account(p.Name, p.DisplayName, p.Role, null, Guid.NewGuid())).Concat(clerks), Password, ct);
    }
}
