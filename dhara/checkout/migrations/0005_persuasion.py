import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_persuasion"),
        ("checkout", "0004_refunds"),
    ]

    operations = [
        migrations.AddField(
            model_name='cart',
            name='after',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='checkout.order'),
        ),
        migrations.AddField(
            model_name='cartline',
            name='suggestion',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalog.suggestion'),
        ),
        migrations.CreateModel(
            name='Upsell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
                ('made', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='made_by', to='checkout.order')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='upsells', to='checkout.order')),
                ('suggestion', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalog.suggestion')),
            ],
            options={
                'db_table': 'checkout_upsell',
                'constraints': [models.UniqueConstraint(fields=('order', 'step'), name='upsell_answered_once'), models.CheckConstraint(condition=models.Q(('step__in', ['upsell', 'downsell'])), name='upsell_step_known')],
            },
        ),
    ]
